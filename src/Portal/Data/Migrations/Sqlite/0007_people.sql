ALTER TABLE users ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
ALTER TABLE users ADD COLUMN deactivated_at INTEGER;
ALTER TABLE users ADD COLUMN last_seen_at INTEGER;
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN locale TEXT;
-- Name and email in lower case: what a search looks through.
ALTER TABLE users ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE users SET search_text = lower(name || ' ' || email);
-- Whatever else goes wrong, there is no second owner.
CREATE UNIQUE INDEX users_owner ON users (role) WHERE role = 'owner';
-- Each answers a list whole, so that a search that finds little reads no user.
CREATE INDEX users_search ON users (id, search_text, role, status);
CREATE INDEX users_role ON users (role, id, search_text, status);
CREATE INDEX users_status ON users (status, id, search_text, role);

ALTER TABLE sessions ADD COLUMN user_agent TEXT;

-- Its open links are in invite_links; the newest one works.
CREATE TABLE invites (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  normalized_email TEXT NOT NULL,
  role TEXT NOT NULL,
  projects TEXT NOT NULL,
  link_hash TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  mailed INTEGER NOT NULL,
  revoked_at INTEGER,
  accepted_at INTEGER,
  user_id TEXT
) STRICT;
CREATE UNIQUE INDEX invites_open ON invites (normalized_email) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- SHA-256 of every link that was ever sent, so that an old one is told from a forged one.
CREATE TABLE invite_links (
  hash TEXT PRIMARY KEY,
  invite_id TEXT NOT NULL REFERENCES invites (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- SHA-256 of each one-time link to a new password; created_by is null where the user asked for it.
CREATE TABLE password_resets (
  hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_by TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  replaced_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX password_resets_user ON password_resets (user_id);
CREATE INDEX password_resets_end ON password_resets (expires_at);

-- Where administrators reach the portal. A link that is mailed to whoever asks leads to none but these, because the
-- request that asks may name any host.
CREATE TABLE origins (
  origin TEXT PRIMARY KEY,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
