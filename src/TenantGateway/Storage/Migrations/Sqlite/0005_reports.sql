-- Times are RFC 3339 in UTC, all of one length. Datasets and tallies are JSON; no row of a dataset is ever stored.

CREATE TABLE dataset_inventories (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    datasets TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    signature BLOB NOT NULL
) STRICT;

CREATE TABLE conversion_runs (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    dataset TEXT NOT NULL,
    rewrites INTEGER NOT NULL CHECK (rewrites IN (0, 1)),
    actor TEXT NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT,
    position INTEGER NOT NULL CHECK (position >= 0),
    last_position INTEGER NOT NULL CHECK (last_position >= 0 AND last_position <= position),
    tally TEXT NOT NULL,
    last_tally TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    signature BLOB NOT NULL
) STRICT;

CREATE INDEX conversion_runs_by_tenant ON conversion_runs (tenant_id, began_at);
