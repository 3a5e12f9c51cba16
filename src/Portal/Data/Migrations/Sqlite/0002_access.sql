CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  normalized_email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT,
  security_stamp TEXT NOT NULL,
  failed_sign_ins INTEGER NOT NULL,
  locked_until INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

-- A browser that is signed in; without its row the cookie is worth nothing.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  address TEXT,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_end ON sessions (expires_at);

-- Without project_id a key of the organization. Revoked keys stay, so that their use is told from a typing error.
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  project_id TEXT,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  scopes TEXT NOT NULL,
  allowed_addresses TEXT NOT NULL,
  expires_at INTEGER,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_used_at INTEGER,
  last_used_address TEXT
) STRICT;
CREATE INDEX api_keys_project ON api_keys (project_id, id);

-- SHA-256 of each secret of a key; the ones before the newest end with their overlap.
CREATE TABLE key_secrets (
  hash TEXT PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX key_secrets_key ON key_secrets (key_id);

-- SHA-256 of each one-time setup link; gone once there is an owner.
CREATE TABLE setup_links (
  hash TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The one row that the readiness check writes and reads again.
CREATE TABLE readiness (
  id INTEGER PRIMARY KEY,
  checked_at_ms INTEGER NOT NULL
) STRICT;
