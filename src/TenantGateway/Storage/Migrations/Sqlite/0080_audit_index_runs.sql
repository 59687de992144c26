-- Records that are in no segment yet lie in the index as runs of one tenant, not one by one. The index is made anew from the log, in which everything is.
DROP TABLE audit_index_loose;

CREATE TABLE audit_index_loose (
    build INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    first_sequence INTEGER NOT NULL CHECK (first_sequence >= 1),
    last_sequence INTEGER NOT NULL CHECK (last_sequence >= first_sequence),
    leaves BLOB NOT NULL,
    PRIMARY KEY (build, tenant, first_sequence)
) STRICT;

UPDATE audit_index_state SET build = build + 1, through = 0, holder = NULL, leased_until = 0 WHERE id = 1 AND through > 0;
