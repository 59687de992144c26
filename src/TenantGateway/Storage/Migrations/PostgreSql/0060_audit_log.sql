-- The audit trail as one log with a Merkle tree over it. Times in milliseconds since 1970.

-- What was recorded before, until it is taken over into the log.
ALTER TABLE audit_records RENAME TO audit_records_v1;

-- One row: the end of the log. Whoever appends holds it.
CREATE TABLE audit_tree (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    log_id BYTEA NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    frontier BYTEA NOT NULL
);

INSERT INTO audit_tree (id, log_id, size, frontier) VALUES (1, decode(replace(gen_random_uuid()::text, '-', ''), 'hex'), 0, '\x0000000000000000');

-- The records of one commit, framed. Never changed.
CREATE TABLE audit_batches (
    first_index BIGINT PRIMARY KEY CHECK (first_index >= 0),
    count BIGINT NOT NULL CHECK (count >= 1),
    committed_at BIGINT NOT NULL,
    leaves BYTEA NOT NULL
);

-- Which records of a batch are a tenant's, and their sealed details apart from them, so that they can be erased.
CREATE TABLE audit_portions (
    tenant TEXT COLLATE "C" NOT NULL,
    first_sequence BIGINT NOT NULL CHECK (first_sequence >= 1),
    last_sequence BIGINT NOT NULL CHECK (last_sequence >= first_sequence),
    first_index BIGINT NOT NULL,
    offsets BYTEA NOT NULL,
    last_hash BYTEA NOT NULL,
    details BYTEA,
    UNIQUE (tenant, first_sequence)
);

-- Complete subtrees of every eighth level.
CREATE TABLE audit_nodes (
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, position)
);

-- What was about to be tried and has no outcome yet.
CREATE TABLE audit_intents (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    leaf_index BIGINT NOT NULL,
    taken_at BIGINT NOT NULL
);

-- Signed checkpoints, each with the right edge of the tree at its size. Seals are kept when others are not.
CREATE TABLE audit_checkpoints (
    size BIGINT PRIMARY KEY CHECK (size >= 0),
    note BYTEA NOT NULL,
    frontier BYTEA NOT NULL,
    signed_at BIGINT NOT NULL,
    seal BIGINT NOT NULL CHECK (seal IN (0, 1))
);
