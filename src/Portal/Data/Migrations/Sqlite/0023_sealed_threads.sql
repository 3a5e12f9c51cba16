PRAGMA secure_delete = ON;

-- The key of each thread whose content is encrypted, itself encrypted. What is deleted with it is readable in no copy.
CREATE TABLE thread_keys (
  thread_id TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  wrapped TEXT NOT NULL,
  -- 1 while something that was written before there was a key is still plain.
  pending INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_keys_pending ON thread_keys (thread_id) WHERE pending;

-- Keys that are gone for good; the file destroyed-keys beside the database has them too, for databases that are restored.
CREATE TABLE destroyed_keys (
  id TEXT PRIMARY KEY,
  thread_id TEXT NOT NULL,
  destroyed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- 2 in thread_search.indexed: nothing of the thread may be in the index. Where something is in it, by which rules words were
-- left out; '' for secrets alone.
ALTER TABLE thread_search ADD COLUMN redaction TEXT NOT NULL DEFAULT '';

-- How many threads have left the index since it was last cleared of their words.
CREATE TABLE thread_words_removed (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  threads INTEGER NOT NULL
) STRICT;
INSERT INTO thread_words_removed (id, threads) VALUES (1, 0);

-- Secrets were in the index until now: it is made anew.
DROP TABLE thread_words;
CREATE VIRTUAL TABLE thread_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
DELETE FROM thread_search_rows;
DELETE FROM thread_terms;
UPDATE thread_search SET indexed = 0;
