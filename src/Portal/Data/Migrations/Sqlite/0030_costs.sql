-- The same sums by month (UTC): a year is twelve numbers for each group, and not as many as it has days.
CREATE TABLE usage_months (
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

-- The names of the threads' metadata whose values have sums, under the dimension 'metadata:<name>'.
CREATE TABLE usage_metadata (
  name TEXT PRIMARY KEY,
  is_summed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO usage_metadata (name, is_summed)
SELECT name, MAX(value_count) <= 1000 FROM (
  SELECT pair.key AS name, COUNT(DISTINCT pair.value) AS value_count
  FROM usage, json_each(usage.metadata) AS pair GROUP BY pair.key, strftime('%Y-%m', usage.created_at, 'unixepoch'))
GROUP BY name ORDER BY name LIMIT 200;

INSERT INTO usage_hours
SELECT 'metadata:' || pair.key, created_at - created_at % 3600, project_id, pair.value, SUM(first_of_run), COUNT(*), SUM(tool_calls),
  SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens),
  SUM(COALESCE(cost_nanodollars, 0)), SUM(COALESCE(provider_cost_nanodollars, 0))
FROM usage, json_each(usage.metadata) AS pair
WHERE pair.key IN (SELECT name FROM usage_metadata WHERE is_summed)
GROUP BY 1, 2, 3, 4;

INSERT INTO usage_days
SELECT dimension, start - start % 86400, project_id, value, SUM(runs), SUM(model_calls), SUM(tool_calls), SUM(input_tokens),
  SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_nanodollars), SUM(provider_cost_nanodollars)
FROM usage_hours WHERE dimension GLOB 'metadata:*' GROUP BY 1, 2, 3, 4;

INSERT INTO usage_months
SELECT dimension, CAST(strftime('%s', start, 'unixepoch', 'start of month') AS INTEGER), project_id, value, SUM(runs), SUM(model_calls),
  SUM(tool_calls), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_nanodollars),
  SUM(provider_cost_nanodollars)
FROM usage_days GROUP BY 1, 2, 3, 4;
