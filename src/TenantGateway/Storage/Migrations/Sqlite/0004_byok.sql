-- What a tenant's own admin said last of the vault that the tenant's key is to lie in, as it was signed. Times in milliseconds since 1970, as they are signed.

CREATE TABLE vault_declarations (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    vault TEXT NOT NULL,
    key_name TEXT NOT NULL,
    directory_id TEXT NOT NULL,
    declared_by TEXT NOT NULL,
    declared_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;
