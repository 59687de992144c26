-- What a tenant's own admin said last of the vault that the tenant's key is to lie in, as it was signed. Times in milliseconds since 1970, as they are signed.

CREATE TABLE vault_declarations (
    tenant_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    vault TEXT COLLATE "C" NOT NULL,
    key_name TEXT COLLATE "C" NOT NULL,
    directory_id TEXT COLLATE "C" NOT NULL,
    declared_by TEXT COLLATE "C" NOT NULL,
    declared_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    signature BYTEA NOT NULL
);
