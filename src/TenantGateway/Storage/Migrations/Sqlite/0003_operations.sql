-- What takes four eyes. The numbers of state are part of signed records.

CREATE TABLE operations (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    parameters TEXT NOT NULL,
    effects TEXT NOT NULL,
    hash BLOB NOT NULL,
    state INTEGER NOT NULL,
    sealed_reason BLOB NOT NULL,
    requested_by TEXT NOT NULL,
    requested_by_subject TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    decided_by TEXT,
    decided_at TEXT,
    ended_at TEXT,
    outcome TEXT,
    epoch INTEGER NOT NULL,
    leased_until TEXT,
    signature BLOB NOT NULL
) STRICT;

CREATE INDEX operations_by_state ON operations (state, requested_at);

-- What keeps a tenant from being destroyed; why is in the audit trail.
CREATE TABLE tenant_holds (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    since TEXT NOT NULL,
    held_by TEXT NOT NULL
) STRICT;

-- The ends of tenants. A row overrules the state of its tenant.
CREATE TABLE terminations (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    operation_id TEXT NOT NULL,
    terminated_at TEXT NOT NULL,
    destroy_at TEXT NOT NULL,
    state_before TEXT NOT NULL CHECK (state_before IN ('active', 'suspended')),
    generations_before TEXT NOT NULL,
    canary TEXT NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('disabled', 'destroying', 'destroyed')),
    progress TEXT NOT NULL,
    leased_until TEXT,
    destroyed_at TEXT,
    certificate BLOB,
    final INTEGER NOT NULL DEFAULT 0 CHECK (final IN (0, 1))
) STRICT;

-- Which tombstones belong to this database: at most one row.
CREATE TABLE tombstone_store (
    id TEXT NOT NULL PRIMARY KEY
) STRICT;
