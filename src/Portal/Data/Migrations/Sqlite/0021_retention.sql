-- How many days a thread is kept after its last activity; null keeps it.
ALTER TABLE projects ADD COLUMN retention_days INTEGER;
