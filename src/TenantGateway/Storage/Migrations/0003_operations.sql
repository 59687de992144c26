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
