-- Texts that a project's people send often, by the word that they type after a slash.
CREATE TABLE canned_replies (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The name in the one case by which it is unique and sorts.
  folded_name TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX canned_replies_project ON canned_replies (project_id, id);
CREATE UNIQUE INDEX canned_replies_name ON canned_replies (project_id, folded_name);
