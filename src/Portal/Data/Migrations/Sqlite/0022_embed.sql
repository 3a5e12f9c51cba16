-- How an assistant is offered on other sites, and who has come from there.
CREATE TABLE assistant_embeds (
    assistant_id TEXT PRIMARY KEY REFERENCES assistants (id),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    -- A JSON array of origins, such as "https://shop.example.org".
    allowed_origins TEXT NOT NULL,
    title TEXT,
    greeting TEXT,
    scheme TEXT NOT NULL,
    accent TEXT,
    messages_per_minute INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE visitors (
    id TEXT PRIMARY KEY,
    assistant_id TEXT NOT NULL REFERENCES assistants (id),
    secret_hash TEXT NOT NULL UNIQUE,
    name TEXT,
    origin TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX visitors_by_seen ON visitors (seen_at);
