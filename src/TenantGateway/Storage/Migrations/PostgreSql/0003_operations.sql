-- What takes four eyes. The numbers of state are part of signed records.

CREATE TABLE operations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    parameters TEXT COLLATE "C" NOT NULL,
    effects TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    state BIGINT NOT NULL,
    sealed_reason BYTEA NOT NULL,
    requested_by TEXT COLLATE "C" NOT NULL,
    requested_by_subject TEXT COLLATE "C" NOT NULL,
    requested_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_at TEXT COLLATE "C",
    ended_at TEXT COLLATE "C",
    outcome TEXT COLLATE "C",
    epoch BIGINT NOT NULL,
    leased_until TEXT COLLATE "C",
    signature BYTEA NOT NULL
);

CREATE INDEX operations_by_state ON operations (state, requested_at);

-- What keeps a tenant from being destroyed; why is in the audit trail.
CREATE TABLE tenant_holds (
    tenant_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES tenants (id),
    since TEXT COLLATE "C" NOT NULL,
    held_by TEXT COLLATE "C" NOT NULL
);

-- The ends of tenants. A row overrules the state of its tenant.
CREATE TABLE terminations (
    tenant_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES tenants (id),
    operation_id TEXT COLLATE "C" NOT NULL,
    terminated_at TEXT COLLATE "C" NOT NULL,
    destroy_at TEXT COLLATE "C" NOT NULL,
    state_before TEXT COLLATE "C" NOT NULL CHECK (state_before IN ('active', 'suspended')),
    generations_before TEXT COLLATE "C" NOT NULL,
    canary TEXT COLLATE "C" NOT NULL,
    phase TEXT COLLATE "C" NOT NULL CHECK (phase IN ('disabled', 'destroying', 'destroyed')),
    progress TEXT COLLATE "C" NOT NULL,
    leased_until TEXT COLLATE "C",
    destroyed_at TEXT COLLATE "C",
    certificate BYTEA,
    final BIGINT NOT NULL DEFAULT 0 CHECK (final IN (0, 1))
);

-- Which tombstones belong to this database: at most one row.
CREATE TABLE tombstone_store (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
