-- Who answers in place of the assistant, what the thread waits for, and what its line in a list says.
ALTER TABLE threads ADD COLUMN taken_over_by TEXT;
ALTER TABLE threads ADD COLUMN taken_over_name TEXT;
ALTER TABLE threads ADD COLUMN taken_over_at INTEGER;
ALTER TABLE threads ADD COLUMN waiting_for TEXT;
ALTER TABLE threads ADD COLUMN waiting_since INTEGER;
ALTER TABLE threads ADD COLUMN preview TEXT;
ALTER TABLE threads ADD COLUMN last_activity_at INTEGER NOT NULL DEFAULT 0;

-- A thread's messages by age, with what counts those that somebody has not seen.
CREATE INDEX messages_thread ON messages (thread_id, id, author_id, role, first_sequence);

UPDATE threads SET last_activity_at = COALESCE(last_message_at, created_at), preview = (
  SELECT substr(trim(replace(replace(replace(
    CASE json_type(m.content)
      WHEN 'array' THEN (SELECT group_concat(json_extract(part.value, '$.text'), ' ') FROM json_each(m.content) part)
      ELSE json_extract(m.content, '$')
    END, char(13), ' '), char(10), ' '), char(9), ' ')), 1, 160)
  FROM messages m WHERE m.thread_id = threads.id AND m.role <> 'tool' AND m.content IS NOT NULL
  ORDER BY m.id DESC LIMIT 1);
UPDATE threads SET waiting_for = 'tool', waiting_since = (
  SELECT MIN(r.created_at) FROM runs r WHERE r.thread_id = threads.id AND r.status = 'requires_action')
WHERE id IN (SELECT thread_id FROM runs WHERE status = 'requires_action');

CREATE INDEX threads_activity ON threads (last_activity_at, id);
CREATE INDEX threads_project_activity ON threads (project_id, last_activity_at, id);
CREATE INDEX threads_waiting ON threads (waiting_since, id) WHERE waiting_since IS NOT NULL;

-- How one person sees one thread.
CREATE TABLE thread_views (
  user_id TEXT NOT NULL,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  pinned INTEGER NOT NULL,
  seen_sequence INTEGER NOT NULL,
  -- The newest message that had been made by then; '' for none.
  seen_id TEXT NOT NULL,
  PRIMARY KEY (user_id, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_views_thread ON thread_views (thread_id);
CREATE INDEX thread_views_pinned ON thread_views (user_id, thread_id) WHERE pinned;

-- Up to which message a person has marked all threads of a project as read; project '' for all projects.
CREATE TABLE thread_reads (
  user_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  read_id TEXT NOT NULL,
  PRIMARY KEY (user_id, project_id)
) STRICT, WITHOUT ROWID;
-- What was said before there was anything to see it by counts as seen.
INSERT INTO thread_reads (user_id, project_id, read_id)
SELECT id, '', COALESCE((SELECT MAX(m.id) FROM messages m), '') FROM users;

-- What the staff say to each other about a thread. Their text is in no event, no prompt and no log.
CREATE TABLE thread_notes (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  to_id TEXT,
  to_name TEXT,
  text TEXT NOT NULL,
  -- [{"id","name"}]
  mentions TEXT NOT NULL,
  thread_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_notes_thread ON thread_notes (thread_id, id);

-- What people did with a thread, among the many events of its texts.
CREATE INDEX thread_events_activity ON thread_events (thread_id, thread_sequence) WHERE type IN (
  'thread.assigned', 'thread.taken_over', 'thread.handed_back', 'thread.person_requested', 'thread.updated', 'note.created');

-- What needs somebody. User '' is everybody who may chat in the project, while nobody has the thread.
CREATE TABLE attention (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  project_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor_id TEXT,
  actor_name TEXT,
  message_id TEXT,
  thread_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (thread_id, user_id, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX attention_user ON attention (user_id, id);

-- Who has seen a row that is everybody's.
CREATE TABLE attention_seen (
  user_id TEXT NOT NULL,
  attention_id TEXT NOT NULL REFERENCES attention (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, attention_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attention_seen_attention ON attention_seen (attention_id);
