-- The newest version's number; the definition is in policy_versions.
CREATE TABLE policies (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE policy_versions (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  note TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (policy_id, version)
) STRICT, WITHOUT ROWID;

-- The organization's target id is empty.
CREATE TABLE policy_attachments (
  policy_id TEXT NOT NULL REFERENCES policies (id),
  target_type TEXT NOT NULL,
  target_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (policy_id, target_type, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_attachments_target ON policy_attachments (target_type, target_id);

CREATE TABLE policy_entities (
  name TEXT PRIMARY KEY,
  pattern TEXT NOT NULL,
  context TEXT NOT NULL,
  check_rule TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Under which names models know the personal data of a thread; the data itself is encrypted.
CREATE TABLE thread_pseudonyms (
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  entity TEXT NOT NULL,
  protected_value TEXT NOT NULL,
  PRIMARY KEY (thread_id, number),
  UNIQUE (thread_id, name)
) STRICT, WITHOUT ROWID;

ALTER TABLE run_steps ADD COLUMN safety_flag TEXT;

-- What rules found in conversations. No word of what was found is kept.
CREATE TABLE safety_events (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  assistant_id TEXT,
  thread_id TEXT,
  run_id TEXT,
  message_id TEXT,
  policy_id TEXT,
  policy_version INTEGER,
  rule_id TEXT NOT NULL,
  type TEXT NOT NULL,
  direction TEXT NOT NULL,
  entity TEXT,
  action TEXT NOT NULL,
  score REAL NOT NULL,
  count INTEGER NOT NULL,
  verdict TEXT,
  reviewed_by TEXT,
  reviewed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX safety_events_project ON safety_events (project_id, id);
CREATE INDEX safety_events_thread ON safety_events (thread_id, id);
CREATE INDEX safety_events_rule ON safety_events (policy_id, rule_id, id);
