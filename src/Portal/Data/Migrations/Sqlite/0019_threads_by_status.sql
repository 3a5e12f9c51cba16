-- The list of an agent who has filtered it by status.
CREATE INDEX threads_status_activity ON threads (status, last_activity_at, id);
