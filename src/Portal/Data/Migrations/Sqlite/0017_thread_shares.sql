-- Links by which people of the organization read one thread. Of the token only the hash is kept.
CREATE TABLE thread_shares (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  -- A message of the branch that is shown; null for the one last written to.
  branch TEXT,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_opened_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_shares_thread ON thread_shares (thread_id, id);
