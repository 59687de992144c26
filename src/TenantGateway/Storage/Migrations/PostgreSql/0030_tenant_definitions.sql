-- What defines a tenant beside its members and hosts. Absent is what the settings say.
ALTER TABLE tenants ADD COLUMN revision BIGINT NOT NULL DEFAULT 1 CHECK (revision >= 1);
ALTER TABLE tenants ADD COLUMN requests_per_second DOUBLE PRECISION;
ALTER TABLE tenants ADD COLUMN burst BIGINT;
ALTER TABLE tenants ADD COLUMN concurrent_requests BIGINT;
ALTER TABLE tenants ADD COLUMN region TEXT COLLATE "C";

-- Roles are names with a space in between; absent for all. Bindings that are here already share their actors: their ids are in services and handles.
ALTER TABLE tenant_organizations ADD COLUMN label TEXT COLLATE "C";
ALTER TABLE tenant_organizations ADD COLUMN roles TEXT COLLATE "C";
ALTER TABLE tenant_organizations ADD COLUMN shares_actors BIGINT NOT NULL DEFAULT 1 CHECK (shares_actors IN (0, 1));

-- Which cluster takes the place of a route's. The same name twice: there with all others.
CREATE TABLE tenant_clusters (
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    cluster TEXT COLLATE "C" NOT NULL,
    own_cluster TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, cluster)
);

-- A cluster of its own is one tenant's, whoever writes.
CREATE UNIQUE INDEX tenant_clusters_own ON tenant_clusters (own_cluster) WHERE own_cluster <> cluster;

CREATE INDEX tenant_organizations_by_tenant ON tenant_organizations (tenant_id);
CREATE INDEX tenant_hosts_by_tenant ON tenant_hosts (tenant_id);

CREATE TRIGGER tenant_clusters_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenant_clusters EXECUTE FUNCTION raise_state_version();
