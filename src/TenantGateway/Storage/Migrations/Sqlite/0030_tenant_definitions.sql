-- What defines a tenant beside its members and hosts. Absent is what the settings say.
ALTER TABLE tenants ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1);
ALTER TABLE tenants ADD COLUMN requests_per_second REAL;
ALTER TABLE tenants ADD COLUMN burst INTEGER;
ALTER TABLE tenants ADD COLUMN concurrent_requests INTEGER;
ALTER TABLE tenants ADD COLUMN region TEXT;

-- Roles are names with a space in between; absent for all. Bindings that are here already share their actors: their ids are in services and handles.
ALTER TABLE tenant_organizations ADD COLUMN label TEXT;
ALTER TABLE tenant_organizations ADD COLUMN roles TEXT;
ALTER TABLE tenant_organizations ADD COLUMN shares_actors INTEGER NOT NULL DEFAULT 1 CHECK (shares_actors IN (0, 1));

-- Which cluster takes the place of a route's. The same name twice: there with all others.
CREATE TABLE tenant_clusters (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    cluster TEXT NOT NULL,
    own_cluster TEXT NOT NULL,
    PRIMARY KEY (tenant_id, cluster)
) STRICT;

-- A cluster of its own is one tenant's, whoever writes.
CREATE UNIQUE INDEX tenant_clusters_own ON tenant_clusters (own_cluster) WHERE own_cluster <> cluster;

CREATE INDEX tenant_organizations_by_tenant ON tenant_organizations (tenant_id);
CREATE INDEX tenant_hosts_by_tenant ON tenant_hosts (tenant_id);

CREATE TRIGGER tenant_clusters_inserted AFTER INSERT ON tenant_clusters BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenant_clusters_updated AFTER UPDATE ON tenant_clusters BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenant_clusters_deleted AFTER DELETE ON tenant_clusters BEGIN UPDATE state_version SET value = value + 1; END;
