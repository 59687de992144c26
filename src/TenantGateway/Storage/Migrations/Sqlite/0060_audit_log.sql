-- The audit trail as one log with a Merkle tree over it. Times in milliseconds since 1970.

-- What was recorded before, until it is taken over into the log.
ALTER TABLE audit_records RENAME TO audit_records_v1;

-- One row: the end of the log. Whoever appends holds it.
CREATE TABLE audit_tree (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    log_id BLOB NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    frontier BLOB NOT NULL
) STRICT;

INSERT INTO audit_tree (id, log_id, size, frontier) VALUES (1, randomblob(16), 0, x'0000000000000000');

-- The records of one commit, framed. Never changed.
CREATE TABLE audit_batches (
    first_index INTEGER PRIMARY KEY CHECK (first_index >= 0),
    count INTEGER NOT NULL CHECK (count >= 1),
    committed_at INTEGER NOT NULL,
    leaves BLOB NOT NULL
) STRICT;

-- Which records of a batch are a tenant's, and their sealed details apart from them, so that they can be erased.
CREATE TABLE audit_portions (
    tenant TEXT NOT NULL,
    first_sequence INTEGER NOT NULL CHECK (first_sequence >= 1),
    last_sequence INTEGER NOT NULL CHECK (last_sequence >= first_sequence),
    first_index INTEGER NOT NULL,
    offsets BLOB NOT NULL,
    last_hash BLOB NOT NULL,
    details BLOB,
    UNIQUE (tenant, first_sequence)
) STRICT;

-- Complete subtrees of every eighth level.
CREATE TABLE audit_nodes (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT;

-- What was about to be tried and has no outcome yet.
CREATE TABLE audit_intents (
    key TEXT NOT NULL PRIMARY KEY,
    leaf_index INTEGER NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;

-- Signed checkpoints, each with the right edge of the tree at its size. Seals are kept when others are not.
CREATE TABLE audit_checkpoints (
    size INTEGER PRIMARY KEY CHECK (size >= 0),
    note BLOB NOT NULL,
    frontier BLOB NOT NULL,
    signed_at INTEGER NOT NULL,
    seal INTEGER NOT NULL CHECK (seal IN (0, 1))
) STRICT;
