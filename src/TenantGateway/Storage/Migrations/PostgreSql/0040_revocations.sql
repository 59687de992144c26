-- Times in milliseconds since 1970. A mark is the SHA-256 of what is revoked: no token, session or person can be read from it.

CREATE TABLE revocations (
    mark BYTEA NOT NULL PRIMARY KEY,
    kind BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 6),
    issuer TEXT COLLATE "C" NOT NULL,
    before_at BIGINT,
    revoked_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    revoked_by TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL UNIQUE
);

CREATE INDEX revocations_by_end ON revocations (until_at);

-- The position of the newest. Whoever adds one raises it first and keeps it locked to the end, so that positions become visible in their order: processes read
-- on from where they stand. Revocations do not raise state_version, because nothing else must be read again for them.
CREATE TABLE revocation_position (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    value BIGINT NOT NULL
);

INSERT INTO revocation_position (id, value) VALUES (1, 0);

-- What may be used once, such as a logout token.
CREATE TABLE used_tickets (
    mark BYTEA NOT NULL PRIMARY KEY,
    until_at BIGINT NOT NULL
);

CREATE INDEX used_tickets_by_end ON used_tickets (until_at);
