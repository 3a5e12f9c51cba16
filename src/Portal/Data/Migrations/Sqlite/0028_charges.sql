-- An entry that ends the price of its kind and item: from then on there is none.
ALTER TABLE prices ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;

-- What a charge is for: a call of a tool, or the moment at which its stretch begins. Nothing is charged twice.
ALTER TABLE charges ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX charges_source ON charges (project_id, kind, source);
CREATE INDEX charges_time ON charges (created_at);
CREATE INDEX charges_run ON charges (run_id) WHERE run_id IS NOT NULL;

-- The prices of a model that was deleted: what was charged by them can still be explained.
CREATE TABLE former_model_prices (
  model TEXT NOT NULL,
  effective_from INTEGER NOT NULL,
  input_nanodollars INTEGER NOT NULL,
  cached_input_nanodollars INTEGER,
  output_nanodollars INTEGER NOT NULL,
  reasoning_nanodollars INTEGER,
  PRIMARY KEY (model, effective_from)
) STRICT;
CREATE TRIGGER model_prices_removed AFTER DELETE ON model_prices BEGIN
  INSERT INTO former_model_prices VALUES (
    OLD.model, OLD.effective_from, OLD.input_nanodollars, OLD.cached_input_nanodollars, OLD.output_nanodollars, OLD.reasoning_nanodollars)
  ON CONFLICT (model, effective_from) DO NOTHING;
END;

-- The bytes of each project's messages as they stand in the database, counted by whatever stores or deletes one; and how many they
-- were when they were last read for a charge.
CREATE TABLE memory_use (
  project_id TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  sampled_bytes INTEGER NOT NULL,
  sampled_at INTEGER
) STRICT;
INSERT INTO memory_use (project_id, bytes, sampled_bytes)
SELECT t.project_id, SUM(octet_length(COALESCE(m.content, '')) + octet_length(m.tool_calls) + octet_length(m.reasoning)), 0
FROM messages m JOIN threads t ON t.id = m.thread_id GROUP BY 1;

CREATE TRIGGER messages_bytes_added AFTER INSERT ON messages BEGIN
  INSERT INTO memory_use (project_id, bytes, sampled_bytes)
  SELECT project_id, octet_length(COALESCE(NEW.content, '')) + octet_length(NEW.tool_calls) + octet_length(NEW.reasoning), 0
  FROM threads WHERE id = NEW.thread_id
  ON CONFLICT (project_id) DO UPDATE SET bytes = memory_use.bytes + excluded.bytes;
END;
CREATE TRIGGER messages_bytes_changed AFTER UPDATE OF content, tool_calls, reasoning ON messages BEGIN
  UPDATE memory_use SET bytes = bytes
    + octet_length(COALESCE(NEW.content, '')) + octet_length(NEW.tool_calls) + octet_length(NEW.reasoning)
    - octet_length(COALESCE(OLD.content, '')) - octet_length(OLD.tool_calls) - octet_length(OLD.reasoning)
  WHERE project_id = (SELECT project_id FROM threads WHERE id = NEW.thread_id);
END;
CREATE TRIGGER messages_bytes_removed AFTER DELETE ON messages BEGIN
  UPDATE memory_use SET bytes = bytes - octet_length(COALESCE(OLD.content, '')) - octet_length(OLD.tool_calls) - octet_length(OLD.reasoning)
  WHERE project_id = (SELECT project_id FROM threads WHERE id = OLD.thread_id);
END;
-- The messages of a deleted thread go after it, when nothing says any more whose they were.
CREATE TRIGGER threads_bytes_removed BEFORE DELETE ON threads BEGIN
  UPDATE memory_use SET bytes = bytes - (
    SELECT COALESCE(SUM(octet_length(COALESCE(content, '')) + octet_length(tool_calls) + octet_length(reasoning)), 0) FROM messages WHERE thread_id = OLD.id)
  WHERE project_id = OLD.project_id;
END;

-- How sums and rows compared, newest last; the report is what was found, as JSON.
CREATE TABLE reconciliations (
  id TEXT PRIMARY KEY,
  checked_at INTEGER NOT NULL,
  differences INTEGER NOT NULL,
  report TEXT NOT NULL
) STRICT;

-- What a provider's own export says, compared with the rows when it was brought.
CREATE TABLE usage_imports (
  id TEXT PRIMARY KEY,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  report TEXT NOT NULL
) STRICT;
