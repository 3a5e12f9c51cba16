CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  assistant_type TEXT NOT NULL,
  status TEXT NOT NULL,
  paused INTEGER NOT NULL,
  metadata TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- A user's place in a project. Users belong to another feature, so their ids are not a foreign key.
CREATE TABLE project_members (
  project_id TEXT NOT NULL REFERENCES projects (id),
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  chat_access TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_members_user ON project_members (user_id, project_id);

-- The newest version's number and what does not make a version; the definition is in assistant_versions.
CREATE TABLE assistants (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id),
  version INTEGER NOT NULL,
  model TEXT NOT NULL,
  archived INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX assistants_project ON assistants (project_id, id);
CREATE INDEX assistants_model ON assistants (model) WHERE NOT archived;

CREATE TABLE assistant_versions (
  assistant_id TEXT NOT NULL REFERENCES assistants (id),
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (assistant_id, version)
) STRICT, WITHOUT ROWID;
