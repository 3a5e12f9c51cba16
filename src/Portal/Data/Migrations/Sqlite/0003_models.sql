-- Services that models are called at. The key is encrypted (Data Protection, purpose and id bound).
CREATE TABLE providers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  base_url TEXT,
  protected_api_key TEXT,
  priority INTEGER NOT NULL,
  timeout_seconds INTEGER NOT NULL,
  max_retries INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- The catalogue: the names that assistants and callers use.
CREATE TABLE models (
  name TEXT PRIMARY KEY,
  tier TEXT NOT NULL,
  context_window INTEGER NOT NULL,
  max_output_tokens INTEGER,
  modalities TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Where a model's calls go: by priority, then by the provider's.
CREATE TABLE model_targets (
  model TEXT NOT NULL REFERENCES models (name) ON DELETE CASCADE,
  provider_id TEXT NOT NULL REFERENCES providers (id),
  target_model TEXT NOT NULL,
  priority INTEGER NOT NULL,
  PRIMARY KEY (model, provider_id, target_model)
) STRICT;
CREATE INDEX model_targets_provider ON model_targets (provider_id);

-- Nano-dollars for a million tokens; the newest that has begun is in force. A null price is that of input or output.
CREATE TABLE model_prices (
  model TEXT NOT NULL REFERENCES models (name) ON DELETE CASCADE,
  effective_from INTEGER NOT NULL,
  input_nanodollars INTEGER NOT NULL,
  cached_input_nanodollars INTEGER,
  output_nanodollars INTEGER NOT NULL,
  reasoning_nanodollars INTEGER,
  PRIMARY KEY (model, effective_from)
) STRICT;

-- Out of the box everything is answered by the built-in responder, for nothing.
INSERT INTO providers (id, name, kind, base_url, protected_api_key, priority, timeout_seconds, max_retries, enabled, created_at, updated_at)
VALUES ('prov_00000000000000000000000000', 'Built-in responder', 'builtin', NULL, NULL, 100, 60, 0, 1, unixepoch(), unixepoch());
INSERT INTO models (name, tier, context_window, max_output_tokens, modalities, created_at, updated_at) VALUES
  ('gpt-4-reasoner-2026', 'reasoner', 128000, NULL, '["text"]', unixepoch(), unixepoch()),
  ('gpt-4-fast-2026', 'fast', 128000, NULL, '["text"]', unixepoch(), unixepoch()),
  ('gpt-4-tiny-2026', 'tiny', 128000, NULL, '["text"]', unixepoch(), unixepoch());
INSERT INTO model_targets (model, provider_id, target_model, priority)
SELECT name, 'prov_00000000000000000000000000', 'responder', 0 FROM models;
INSERT INTO model_prices (model, effective_from, input_nanodollars, cached_input_nanodollars, output_nanodollars, reasoning_nanodollars)
SELECT name, 0, 0, NULL, 0, NULL FROM models;
