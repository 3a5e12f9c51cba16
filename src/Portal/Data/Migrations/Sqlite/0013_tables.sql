-- The columns that a person wants to see in each table, by its name; a table that is missing shows its usual ones.
ALTER TABLE users ADD COLUMN table_columns TEXT NOT NULL DEFAULT '{}';
-- Lists in another order than that of making; each index answers a list whole. Nobody is sorted by a null.
ALTER TABLE users ADD COLUMN seen_order INTEGER NOT NULL GENERATED ALWAYS AS (COALESCE(last_seen_at, 0)) VIRTUAL;
CREATE INDEX users_name ON users (search_text, id, role, status);
CREATE INDEX users_seen ON users (seen_order, id, search_text, role, status);
CREATE INDEX projects_name ON projects (search_text, id, status, paused);
