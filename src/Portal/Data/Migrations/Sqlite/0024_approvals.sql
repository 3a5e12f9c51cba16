-- What a rule holds back until a person has decided: a question, a tool's output, a reply or its tool calls.
ALTER TABLE messages ADD COLUMN approval_id TEXT;

CREATE TABLE approvals (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    policy_id TEXT,
    policy_version INTEGER,
    rule_id TEXT NOT NULL,
    -- Told to the person in the chat where it is rejected.
    refusal TEXT NOT NULL,
    -- JSON: what waits; sealed with the thread's key.
    payload TEXT NOT NULL,
    -- Of a text that goes to the model, with the thread: once approved it is not asked for again.
    text_hash TEXT,
    asked_by TEXT NOT NULL,
    status TEXT NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    reason TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decided_at INTEGER
) STRICT;

CREATE INDEX approvals_thread ON approvals (thread_id, id);
CREATE INDEX approvals_status ON approvals (status, id);
