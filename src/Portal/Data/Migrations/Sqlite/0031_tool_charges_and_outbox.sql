-- Who had asked for what a tool was called for, as on the rows of usage.
ALTER TABLE charges ADD COLUMN actor_type TEXT;
ALTER TABLE charges ADD COLUMN actor_id TEXT;
UPDATE charges SET (actor_type, actor_id) = (SELECT actor_type, actor_id FROM usage WHERE usage.run_id = charges.run_id LIMIT 1) WHERE kind = 'tool';

-- What tools cost, for each assistant, member and key.
INSERT INTO usage_hours
SELECT dimension, created_at - created_at % 3600, project_id, value, 0, 0, SUM(quantity), 0, 0, 0, 0, SUM(amount_nanodollars), 0
FROM (
  SELECT 'tool:assistant' AS dimension, assistant_id AS value, * FROM charges WHERE assistant_id IS NOT NULL
  UNION ALL SELECT 'tool:member', actor_id, * FROM charges WHERE actor_type = 'user'
  UNION ALL SELECT 'tool:key', actor_id, * FROM charges WHERE actor_type = 'key')
WHERE kind = 'tool' GROUP BY 1, 2, 3, 4;

INSERT INTO usage_days
SELECT dimension, start - start % 86400, project_id, value, 0, 0, SUM(tool_calls), 0, 0, 0, 0, SUM(cost_nanodollars), 0
FROM usage_hours WHERE dimension GLOB 'tool:*' GROUP BY 1, 2, 3, 4;

INSERT INTO usage_months
SELECT dimension, CAST(strftime('%s', start, 'unixepoch', 'start of month') AS INTEGER), project_id, value, 0, 0, SUM(tool_calls), 0, 0, 0, 0,
  SUM(cost_nanodollars), 0
FROM usage_days WHERE dimension GLOB 'tool:*' GROUP BY 1, 2, 3, 4;

-- What is over and goes after a time.
CREATE INDEX outbox_finished ON outbox (status, finished_at) WHERE finished_at IS NOT NULL;
