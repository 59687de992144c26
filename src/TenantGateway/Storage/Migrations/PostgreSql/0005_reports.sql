-- Times are RFC 3339 in UTC, all of one length. Datasets and tallies are JSON; no row of a dataset is ever stored.

CREATE TABLE dataset_inventories (
    tenant_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    datasets TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    signature BYTEA NOT NULL
);

CREATE TABLE conversion_runs (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tenant_id TEXT COLLATE "C" NOT NULL,
    dataset TEXT COLLATE "C" NOT NULL,
    rewrites BIGINT NOT NULL CHECK (rewrites IN (0, 1)),
    actor TEXT COLLATE "C" NOT NULL,
    began_at TEXT COLLATE "C" NOT NULL,
    ended_at TEXT COLLATE "C",
    position BIGINT NOT NULL CHECK (position >= 0),
    last_position BIGINT NOT NULL CHECK (last_position >= 0 AND last_position <= position),
    tally TEXT COLLATE "C" NOT NULL,
    last_tally TEXT COLLATE "C" NOT NULL,
    epoch BIGINT NOT NULL CHECK (epoch >= 1),
    signature BYTEA NOT NULL
);

CREATE INDEX conversion_runs_by_tenant ON conversion_runs (tenant_id, began_at);
