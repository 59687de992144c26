-- Times are RFC 3339 in UTC. The numbers of line and state are those of signed records.

CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE tenant_organizations (
    position INTEGER PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    issuer TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    UNIQUE (issuer, organization_id)
) STRICT;

CREATE TABLE tenant_hosts (
    position INTEGER PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    host TEXT NOT NULL UNIQUE
) STRICT;

-- No reference to tenants: the operator has keys and is no tenant.
CREATE TABLE generations (
    key_id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    line INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    state INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    kek_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    signature BLOB NOT NULL,
    UNIQUE (tenant_id, line, number)
) STRICT;

-- One primary generation a line (state 2), whoever writes.
CREATE UNIQUE INDEX generations_one_primary ON generations (tenant_id, line) WHERE state = 2;

CREATE TABLE service_keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    kek_id TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    public_key BLOB NOT NULL,
    created_at TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- The position is the one order of all tenants' records.
CREATE TABLE audit_records (
    position INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    leaf BLOB NOT NULL,
    details BLOB,
    UNIQUE (tenant, sequence)
) STRICT;
