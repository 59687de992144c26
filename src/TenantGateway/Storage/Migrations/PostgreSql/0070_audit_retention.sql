-- How long audit records are kept, what keeps them longer, and how far they are pruned. Times in milliseconds since 1970. No reference to tenants: records outlive them.

-- A period counts only with the operation that two people decided.
CREATE TABLE audit_retention (
    tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    record_days BIGINT NOT NULL CHECK (record_days >= 1),
    detail_days BIGINT NOT NULL CHECK (detail_days >= 1 AND detail_days <= record_days),
    operation TEXT NOT NULL,
    set_at BIGINT NOT NULL
);

CREATE TABLE audit_holds (
    tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    held_by TEXT NOT NULL
);

-- The tree is the right edge of one over the leaf hashes of the records that are gone.
CREATE TABLE audit_pruning (
    tenant TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    pruned_through BIGINT NOT NULL DEFAULT 0 CHECK (pruned_through >= 0 AND pruned_through <= authorised_through),
    tree BYTEA,
    authorised_through BIGINT NOT NULL DEFAULT 0,
    notice_sequence BIGINT NOT NULL DEFAULT 0,
    details_through BIGINT NOT NULL DEFAULT 0
);

-- One row: who prunes, and when the next round begins.
CREATE TABLE audit_pruning_turn (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    leased_until BIGINT NOT NULL,
    next_round BIGINT NOT NULL
);

INSERT INTO audit_pruning_turn (id, holder, leased_until, next_round) VALUES (1, '', 0, 0);
