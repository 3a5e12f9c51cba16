-- Why a version was saved, in its author's words.
ALTER TABLE assistant_versions ADD COLUMN note TEXT;

-- Which threads a version has answered in.
CREATE INDEX runs_version ON runs (assistant_id, assistant_version, thread_id);
