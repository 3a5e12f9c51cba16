-- What model calls took, summed by the hour and by the day (UTC) in which they ended: for each project, and within it for
-- each assistant, model, tier, member and key. Written with each row of usage. A call that is of no group of a dimension
-- (a key's, among members) has no sum there: it is what the project's sum has over the groups'.
CREATE TABLE usage_hours (
  dimension TEXT NOT NULL,
  start INTEGER NOT NULL,
  project_id TEXT NOT NULL,
  value TEXT NOT NULL,
  runs INTEGER NOT NULL,
  model_calls INTEGER NOT NULL,
  tool_calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nanodollars INTEGER NOT NULL,
  provider_cost_nanodollars INTEGER NOT NULL,
  PRIMARY KEY (dimension, start, project_id, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_days (
  dimension TEXT NOT NULL,
  start INTEGER NOT NULL,
  project_id TEXT NOT NULL,
  value TEXT NOT NULL,
  runs INTEGER NOT NULL,
  model_calls INTEGER NOT NULL,
  tool_calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nanodollars INTEGER NOT NULL,
  provider_cost_nanodollars INTEGER NOT NULL,
  PRIMARY KEY (dimension, start, project_id, value)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_hours
SELECT dimension, created_at - created_at % 3600, project_id, value, SUM(first_of_run), COUNT(*), SUM(tool_calls),
  SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens),
  SUM(COALESCE(cost_nanodollars, 0)), SUM(COALESCE(provider_cost_nanodollars, 0))
FROM (
  SELECT 'project' AS dimension, project_id AS value, * FROM usage
  UNION ALL SELECT 'assistant', assistant_id, * FROM usage
  UNION ALL SELECT 'model', model, * FROM usage
  UNION ALL SELECT 'tier', tier, * FROM usage WHERE tier IS NOT NULL
  UNION ALL SELECT 'member', actor_id, * FROM usage WHERE actor_type = 'user'
  UNION ALL SELECT 'key', actor_id, * FROM usage WHERE actor_type = 'key')
GROUP BY 1, 2, 3, 4;

INSERT INTO usage_days
SELECT dimension, start - start % 86400, project_id, value, SUM(runs), SUM(model_calls), SUM(tool_calls), SUM(input_tokens),
  SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_nanodollars), SUM(provider_cost_nanodollars)
FROM usage_hours GROUP BY 1, 2, 3, 4;

-- The runs behind a sum, newest first.
CREATE INDEX usage_run ON usage (run_id, created_at, id);
CREATE INDEX usage_assistant ON usage (assistant_id, created_at, id);
CREATE INDEX usage_model ON usage (model, created_at, id);
CREATE INDEX usage_actor ON usage (actor_id, created_at, id);

-- Who stands in the audit log, by project ('' outside of any), under the name that they had last.
CREATE TABLE audit_actors (
  actor_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  actor_type TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  PRIMARY KEY (actor_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_actors_project ON audit_actors (project_id, actor_id);
INSERT INTO audit_actors
SELECT DISTINCT actor_id, COALESCE(project_id, ''), actor_type,
  (SELECT l.actor_name FROM audit_log l WHERE l.actor_id = audit_log.actor_id ORDER BY l.sequence DESC LIMIT 1)
FROM audit_log WHERE sequence IN (SELECT MAX(sequence) FROM audit_log GROUP BY actor_id, project_id);

-- The words of each row, by its sequence; filled after the rows were written, up to the one that audit_words_end names.
CREATE VIRTUAL TABLE audit_words USING fts5 (words, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
CREATE TABLE audit_words_end (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL
) STRICT;
INSERT INTO audit_words_end (id, sequence) VALUES (1, 0);

-- Filters of the audit log that somebody keeps under a name.
CREATE TABLE saved_filters (
  id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  name TEXT NOT NULL,
  shared INTEGER NOT NULL,
  filter TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_filters_owner ON saved_filters (owner_id, id);
CREATE INDEX saved_filters_shared ON saved_filters (id) WHERE shared;
