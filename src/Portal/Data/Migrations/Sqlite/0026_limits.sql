-- Which price decided what a call costs, and what a provider took beyond what it was allowed to.
ALTER TABLE usage ADD COLUMN price_id TEXT;
ALTER TABLE usage ADD COLUMN overshoot_nanodollars INTEGER NOT NULL DEFAULT 0;
-- Whether a price for a run was paid with this call.
ALTER TABLE usage ADD COLUMN pays_run INTEGER NOT NULL DEFAULT 0;

-- What a scope may use; a null is no limit. Members and keys are limited within a project, the organization has no project ('').
CREATE TABLE limits (
  scope_type TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  tokens_per_minute INTEGER,
  requests_per_minute INTEGER,
  concurrent_threads INTEGER,
  tokens_per_day INTEGER,
  tokens_per_month INTEGER,
  max_run_cost_nanodollars INTEGER,
  queue_seconds INTEGER NOT NULL,
  weight INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (scope_type, scope_id, project_id)
) STRICT;

CREATE TABLE budgets (
  id TEXT PRIMARY KEY,
  scope_type TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  period TEXT NOT NULL,
  amount_nanodollars INTEGER NOT NULL,
  mode TEXT NOT NULL,
  on_exhausted TEXT NOT NULL,
  alert_at TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX budgets_project ON budgets (project_id, id);

-- What was refused, by whom and by what it was decided. What one caller meets again within a minute is counted in one row.
CREATE TABLE refusals (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  scope_type TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  budget_id TEXT,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  assistant_id TEXT,
  model TEXT NOT NULL,
  code TEXT NOT NULL,
  counters TEXT NOT NULL,
  message TEXT NOT NULL,
  minute INTEGER NOT NULL,
  count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  UNIQUE (minute, project_id, scope_type, scope_id, decided_by, actor_id, model)
) STRICT;
CREATE INDEX refusals_project ON refusals (project_id, id);
