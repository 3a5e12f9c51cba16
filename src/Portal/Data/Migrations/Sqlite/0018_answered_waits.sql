-- How long somebody waited for a person until one answered; kept for a month, for what the queue says of itself.
CREATE TABLE answered_waits (
  id INTEGER PRIMARY KEY,
  project_id TEXT NOT NULL,
  waiting_since INTEGER NOT NULL,
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answered_waits_time ON answered_waits (answered_at, project_id, waiting_since);

-- What a change of many threads came to, for a repeat under the same key.
CREATE TABLE thread_bulks (
  id TEXT PRIMARY KEY,
  caller_id TEXT NOT NULL,
  outcomes TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_bulks_time ON thread_bulks (created_at);
