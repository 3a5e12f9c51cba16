-- One row for each model call, written with the end of the reply that it made.
CREATE TABLE usage (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  model TEXT NOT NULL,
  tier TEXT,
  provider_id TEXT,
  provider TEXT,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nanodollars INTEGER,
  provider_cost_nanodollars INTEGER,
  accuracy TEXT NOT NULL,
  tool_calls INTEGER NOT NULL,
  first_of_run INTEGER NOT NULL,
  metadata TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- The same call is never billed twice.
  UNIQUE (message_id, attempt)
) STRICT;
CREATE INDEX usage_project ON usage (project_id, created_at);
CREATE INDEX usage_time ON usage (created_at);
