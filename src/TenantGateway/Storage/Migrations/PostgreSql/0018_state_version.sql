-- A number that every change of what processes hold in memory raises, whoever makes it: reading it is cheaper than reading everything.
-- It is a row and no sequence: who raises it holds the row until it commits, so that changes become visible in the order of their numbers, and none is committed
-- behind a number that somebody has read already.

CREATE TABLE state_version (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    value BIGINT NOT NULL
);

INSERT INTO state_version (id, value) VALUES (1, 1);

CREATE FUNCTION raise_state_version() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE state_version SET value = value + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER tenants_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenants EXECUTE FUNCTION raise_state_version();
CREATE TRIGGER tenant_organizations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenant_organizations EXECUTE FUNCTION raise_state_version();
CREATE TRIGGER tenant_hosts_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenant_hosts EXECUTE FUNCTION raise_state_version();
CREATE TRIGGER generations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON generations EXECUTE FUNCTION raise_state_version();
CREATE TRIGGER service_keys_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON service_keys EXECUTE FUNCTION raise_state_version();
