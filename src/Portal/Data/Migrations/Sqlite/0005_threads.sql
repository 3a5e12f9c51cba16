CREATE TABLE threads (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  title TEXT,
  status TEXT NOT NULL,
  created_by TEXT NOT NULL,
  assignee_id TEXT,
  metadata TEXT NOT NULL,
  -- The tip of the branch last written to.
  tip_id TEXT,
  created_at INTEGER NOT NULL,
  last_message_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX threads_project ON threads (project_id, id);
CREATE INDEX threads_assistant ON threads (assistant_id, id);
CREATE INDEX threads_created_by ON threads (created_by, id);
CREATE INDEX threads_assignee ON threads (assignee_id, id) WHERE assignee_id IS NOT NULL;

-- Append-only: a message's row changes only from not ended to ended, and by feedback.
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  run_id TEXT,
  parent_id TEXT,
  role TEXT NOT NULL,
  author_type TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  content TEXT,
  attachments TEXT NOT NULL,
  tool_calls TEXT NOT NULL,
  tool_call_id TEXT,
  reasoning TEXT NOT NULL,
  annotations TEXT NOT NULL,
  status TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT,
  model TEXT,
  usage TEXT,
  feedback TEXT,
  metadata TEXT NOT NULL,
  first_sequence INTEGER,
  created_at INTEGER NOT NULL,
  completed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_parent ON messages (thread_id, parent_id, id);
CREATE INDEX messages_run ON messages (run_id, id) WHERE run_id IS NOT NULL;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL,
  assistant_id TEXT NOT NULL,
  -- Set when it starts; a run uses the newest version at its start.
  assistant_version INTEGER,
  status TEXT NOT NULL,
  -- The message that it answers next, and the reply that it is making.
  parent_id TEXT,
  reply_id TEXT NOT NULL,
  model TEXT,
  actor TEXT NOT NULL,
  -- Of the events of the thread, its first.
  first_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  -- Unix seconds at which its open tool calls expire.
  expires_at INTEGER,
  completed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_thread ON runs (thread_id, id);
CREATE INDEX runs_open ON runs (status, expires_at) WHERE status IN ('queued', 'in_progress', 'requires_action');

CREATE TABLE run_steps (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  type TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  input TEXT,
  output TEXT,
  usage TEXT,
  error TEXT,
  upstream TEXT,
  operator_detail TEXT,
  PRIMARY KEY (run_id, step)
) STRICT, WITHOUT ROWID;

-- What viewers are shown, exactly as they are shown it; written before anybody sees it.
CREATE TABLE thread_events (
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  thread_sequence INTEGER NOT NULL,
  run_id TEXT,
  sequence INTEGER,
  type TEXT NOT NULL,
  message_id TEXT,
  -- The event's further fields, as the inside of a JSON object.
  fields TEXT NOT NULL,
  PRIMARY KEY (thread_id, thread_sequence)
) STRICT, WITHOUT ROWID;
