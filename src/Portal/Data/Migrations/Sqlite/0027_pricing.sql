-- The price book: nano-dollars from a moment on until the next price of the same project ('' for the organization's), kind and item.
CREATE TABLE prices (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  -- run: for each; tokens: for 1,000 of input and output; month: flat, for a month; memory: for a GB-month; tool: for a call of the item.
  kind TEXT NOT NULL,
  item TEXT NOT NULL,
  nanodollars INTEGER NOT NULL,
  effective_from INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (project_id, kind, item, effective_from)
) STRICT;

-- What a project costs beside its model calls: one row for each tool call that has a price, and for each stretch of memory or of a flat price.
CREATE TABLE charges (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  item TEXT NOT NULL,
  assistant_id TEXT,
  run_id TEXT,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  -- Calls, byte-seconds or seconds.
  quantity INTEGER NOT NULL,
  price_id TEXT NOT NULL,
  amount_nanodollars INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX charges_project ON charges (project_id, kind, created_at);
