-- Every change and refusal, in one chain: each row's hash covers its content and the hash before it.
CREATE TABLE audit_log (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  actor_type TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  actor_ip TEXT,
  action TEXT NOT NULL,
  target_type TEXT,
  target_id TEXT,
  project_id TEXT,
  outcome TEXT NOT NULL,
  status INTEGER,
  request_id TEXT,
  duration_ms INTEGER,
  changes TEXT NOT NULL,
  upstream TEXT,
  usage TEXT,
  safety_flag TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_log_action ON audit_log (action, sequence);
CREATE INDEX audit_log_actor ON audit_log (actor_id, sequence);
CREATE INDEX audit_log_target ON audit_log (target_id, sequence);
CREATE INDEX audit_log_project ON audit_log (project_id, sequence);
CREATE INDEX audit_log_project_action ON audit_log (project_id, action, sequence);
CREATE INDEX audit_log_outcome ON audit_log (outcome, sequence);
CREATE INDEX audit_log_time ON audit_log (created_at, sequence);

-- A repeated POST finds here what the first one made.
CREATE TABLE idempotency_keys (
  caller_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  object_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (caller_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_time ON idempotency_keys (created_at);
