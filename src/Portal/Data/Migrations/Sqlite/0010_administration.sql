-- What the list of projects is searched by: the name in lower case. The index holds all that a search looks at.
ALTER TABLE projects ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE projects SET search_text = lower(name);
CREATE INDEX projects_search ON projects (id, status, paused, search_text);

-- Keys that end, for the alert before they do.
CREATE INDEX api_keys_end ON api_keys (project_id, expires_at) WHERE expires_at IS NOT NULL AND revoked_at IS NULL;

-- The calls that went to a provider in each minute (Unix seconds of its start). Latency is to the first token of those that
-- were answered, and its sum is kept.
CREATE TABLE provider_minutes (
  provider_id TEXT NOT NULL,
  minute INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  slowest_ms INTEGER NOT NULL,
  PRIMARY KEY (provider_id, minute)
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_minutes_time ON provider_minutes (minute);
