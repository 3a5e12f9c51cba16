-- The one row of what holds for the whole portal. The password is encrypted (Data Protection).
CREATE TABLE organization_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  logo TEXT,
  time_zone TEXT NOT NULL,
  minimum_password_length INTEGER NOT NULL,
  two_factor_required INTEGER NOT NULL,
  session_hours INTEGER NOT NULL,
  allowed_email_domains TEXT NOT NULL,
  outbound_allowed_networks TEXT NOT NULL,
  smtp_host TEXT,
  smtp_port INTEGER,
  smtp_security TEXT,
  smtp_username TEXT,
  smtp_protected_password TEXT,
  smtp_from TEXT,
  backup_interval TEXT NOT NULL,
  backup_hour INTEGER NOT NULL,
  backup_keep INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO organization_settings (id, name, time_zone, minimum_password_length, two_factor_required, session_hours,
  allowed_email_domains, outbound_allowed_networks, backup_interval, backup_hour, backup_keep, updated_at)
VALUES (1, 'Portal', 'UTC', 12, 0, 336, '[]', '[]', 'off', 3, 7, unixepoch());
