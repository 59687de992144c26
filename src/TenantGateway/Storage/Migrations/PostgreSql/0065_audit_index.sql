-- The index of the audit log: a projection that holds nothing of its own and can be made anew. Times in milliseconds since 1970.

-- One row: which build of the index is used, how many records of the log it holds, and which process feeds it.
CREATE TABLE audit_index_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    build BIGINT NOT NULL,
    through BIGINT NOT NULL CHECK (through >= 0),
    holder TEXT COLLATE "C",
    leased_until BIGINT NOT NULL
);

INSERT INTO audit_index_state (id, build, through, leased_until) VALUES (1, 1, 0, 0);

-- How far each tenant is: the records before folded * 4096 are in segments, those after it to the last one are loose.
CREATE TABLE audit_index_tenants (
    build BIGINT NOT NULL,
    tenant TEXT COLLATE "C" NOT NULL,
    folded BIGINT NOT NULL,
    last_sequence BIGINT NOT NULL,
    PRIMARY KEY (build, tenant)
);

CREATE TABLE audit_index_loose (
    build BIGINT NOT NULL,
    tenant TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    leaf BYTEA NOT NULL,
    PRIMARY KEY (build, tenant, sequence)
);

CREATE TABLE audit_index_segments (
    build BIGINT NOT NULL,
    tenant TEXT COLLATE "C" NOT NULL,
    segment BIGINT NOT NULL,
    first_time BIGINT NOT NULL,
    last_time BIGINT NOT NULL,
    times BYTEA NOT NULL,
    PRIMARY KEY (build, tenant, segment)
);

-- Which records of a segment say what. Never changed.
CREATE TABLE audit_index_parts (
    build BIGINT NOT NULL,
    tenant TEXT COLLATE "C" NOT NULL,
    part BIGINT NOT NULL,
    segment BIGINT NOT NULL,
    postings BYTEA NOT NULL,
    PRIMARY KEY (build, tenant, part, segment)
);
