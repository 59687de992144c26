-- Milliseconds since 1970, as they are signed; unknown for generations that were made before.
ALTER TABLE generations ADD COLUMN created_at BIGINT;
ALTER TABLE generations ADD COLUMN state_since BIGINT;
ALTER TABLE generations ADD COLUMN compromised BIGINT NOT NULL DEFAULT 0 CHECK (compromised IN (0, 1));

-- One pending generation a line (state 1), and one that is searched by beside the primary one (state 3), whoever writes.
CREATE UNIQUE INDEX generations_one_pending ON generations (tenant_id, line) WHERE state = 1;
CREATE UNIQUE INDEX generations_one_searchable ON generations (tenant_id, line) WHERE state = 3;

-- Days are in UTC.
CREATE TABLE token_sightings (
    key_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tokens BIGINT NOT NULL CHECK (tokens >= 0),
    first_day TEXT COLLATE "C" NOT NULL,
    last_day TEXT COLLATE "C" NOT NULL
);
