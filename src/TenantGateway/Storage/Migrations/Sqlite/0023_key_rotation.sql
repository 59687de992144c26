-- Milliseconds since 1970, as they are signed; unknown for generations that were made before.
ALTER TABLE generations ADD COLUMN created_at INTEGER;
ALTER TABLE generations ADD COLUMN state_since INTEGER;
ALTER TABLE generations ADD COLUMN compromised INTEGER NOT NULL DEFAULT 0 CHECK (compromised IN (0, 1));

-- One pending generation a line (state 1), and one that is searched by beside the primary one (state 3), whoever writes.
CREATE UNIQUE INDEX generations_one_pending ON generations (tenant_id, line) WHERE state = 1;
CREATE UNIQUE INDEX generations_one_searchable ON generations (tenant_id, line) WHERE state = 3;

-- Days are in UTC.
CREATE TABLE token_sightings (
    key_id TEXT NOT NULL PRIMARY KEY,
    tokens INTEGER NOT NULL CHECK (tokens >= 0),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
) STRICT;
