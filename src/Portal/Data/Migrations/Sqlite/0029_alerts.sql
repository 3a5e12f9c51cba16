-- What people should know of, once for each occasion (its key).
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  project_id TEXT,
  title TEXT NOT NULL,
  message TEXT NOT NULL,
  link TEXT,
  status TEXT NOT NULL,
  -- Its kind was muted when it was opened: nobody was told.
  muted INTEGER NOT NULL,
  acknowledged_by TEXT,
  acknowledged_by_name TEXT,
  acknowledged_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX alerts_project ON alerts (project_id, id);
CREATE INDEX alerts_status ON alerts (status, id);

-- '' stands for all projects.
CREATE TABLE alert_mutes (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  project_id TEXT NOT NULL,
  until INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (kind, project_id)
) STRICT;

CREATE TABLE alert_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  emails TEXT NOT NULL,
  kinds TEXT NOT NULL,
  digest TEXT NOT NULL,
  digest_hour INTEGER NOT NULL,
  digest_weekday TEXT NOT NULL,
  -- Since when there is such a digest: what was due before is not sent.
  digest_since INTEGER NOT NULL,
  currency_code TEXT,
  currency_rate TEXT,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO alert_settings VALUES (1, '[]', '{}', 'off', 8, 'monday', 0, NULL, NULL, 0);

-- Which digests were written, so that none is written twice.
CREATE TABLE digests (
  period TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  disabled_reason TEXT,
  protected_secret TEXT NOT NULL,
  -- Signs beside the new secret until then.
  protected_previous_secret TEXT,
  previous_until INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- What is to be sent: written with what it tells of, sent from here, and kept as the record of it.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  -- What is sent one after the other: all mail, or what goes to one webhook.
  lane TEXT NOT NULL,
  recipient TEXT NOT NULL,
  event TEXT NOT NULL,
  alert_id TEXT,
  payload TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  response_code INTEGER,
  latency_ms INTEGER,
  error TEXT,
  next_attempt_at INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt_at, lane) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox (lane, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX outbox_lane ON outbox (lane, id);
CREATE INDEX outbox_alert ON outbox (alert_id, id) WHERE alert_id IS NOT NULL;
