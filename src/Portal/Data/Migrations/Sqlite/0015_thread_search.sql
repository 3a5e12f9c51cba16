-- The words of titles and messages. Threads are numbered in the order of their making, and their rows lie together: a
-- row is its thread's number (upper part) and a place in the thread (lower 24 bits), 0 for the title.
CREATE TABLE thread_search (
  number INTEGER PRIMARY KEY,
  thread_id TEXT NOT NULL UNIQUE REFERENCES threads (id) ON DELETE CASCADE,
  -- 0 for a thread that was made before there was an index and has not come into it yet.
  indexed INTEGER NOT NULL
) STRICT;
CREATE INDEX thread_search_left ON thread_search (number) WHERE NOT indexed;
INSERT INTO thread_search (thread_id, indexed) SELECT id, 0 FROM threads ORDER BY id;

-- The message that a row stands for; titles have none.
CREATE TABLE thread_search_rows (
  row INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL
) STRICT;

-- Every word, and in how many rows it is, so that the beginning of one is looked for as whole words.
CREATE TABLE thread_terms (
  term TEXT PRIMARY KEY,
  rows INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE thread_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
