-- The index of the audit log: a projection that holds nothing of its own and can be made anew. Times in milliseconds since 1970.

-- One row: which build of the index is used, how many records of the log it holds, and which process feeds it.
CREATE TABLE audit_index_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    build INTEGER NOT NULL,
    through INTEGER NOT NULL CHECK (through >= 0),
    holder TEXT,
    leased_until INTEGER NOT NULL
) STRICT;

INSERT INTO audit_index_state (id, build, through, leased_until) VALUES (1, 1, 0, 0);

-- How far each tenant is: the records before folded * 4096 are in segments, those after it to the last one are loose.
CREATE TABLE audit_index_tenants (
    build INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    folded INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    PRIMARY KEY (build, tenant)
) STRICT;

CREATE TABLE audit_index_loose (
    build INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    leaf BLOB NOT NULL,
    PRIMARY KEY (build, tenant, sequence)
) STRICT;

CREATE TABLE audit_index_segments (
    build INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    segment INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    times BLOB NOT NULL,
    PRIMARY KEY (build, tenant, segment)
) STRICT;

-- Which records of a segment say what. Never changed.
CREATE TABLE audit_index_parts (
    build INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    part INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    postings BLOB NOT NULL,
    PRIMARY KEY (build, tenant, part, segment)
) STRICT;
