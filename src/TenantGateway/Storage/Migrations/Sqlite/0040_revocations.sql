-- Times in milliseconds since 1970. A mark is the SHA-256 of what is revoked: no token, session or person can be read from it.

CREATE TABLE revocations (
    mark BLOB NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
    issuer TEXT NOT NULL,
    before_at INTEGER,
    revoked_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    revoked_by TEXT NOT NULL,
    position INTEGER NOT NULL UNIQUE
) STRICT;

CREATE INDEX revocations_by_end ON revocations (until_at);

-- The position of the newest. Whoever adds one raises it first and keeps it locked to the end, so that positions become visible in their order: processes read
-- on from where they stand. Revocations do not raise state_version, because nothing else must be read again for them.
CREATE TABLE revocation_position (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;

INSERT INTO revocation_position (id, value) VALUES (1, 0);

-- What may be used once, such as a logout token.
CREATE TABLE used_tickets (
    mark BLOB NOT NULL PRIMARY KEY,
    until_at INTEGER NOT NULL
) STRICT;

CREATE INDEX used_tickets_by_end ON used_tickets (until_at);
