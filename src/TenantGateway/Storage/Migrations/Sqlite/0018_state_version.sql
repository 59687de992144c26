-- A number that every change of what processes hold in memory raises, whoever makes it: reading it is cheaper than reading everything.

CREATE TABLE state_version (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value INTEGER NOT NULL
) STRICT;

INSERT INTO state_version (id, value) VALUES (1, 1);

CREATE TRIGGER tenants_inserted AFTER INSERT ON tenants BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenants_updated AFTER UPDATE ON tenants BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenants_deleted AFTER DELETE ON tenants BEGIN UPDATE state_version SET value = value + 1; END;

CREATE TRIGGER tenant_organizations_inserted AFTER INSERT ON tenant_organizations BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenant_organizations_updated AFTER UPDATE ON tenant_organizations BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenant_organizations_deleted AFTER DELETE ON tenant_organizations BEGIN UPDATE state_version SET value = value + 1; END;

CREATE TRIGGER tenant_hosts_inserted AFTER INSERT ON tenant_hosts BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenant_hosts_updated AFTER UPDATE ON tenant_hosts BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER tenant_hosts_deleted AFTER DELETE ON tenant_hosts BEGIN UPDATE state_version SET value = value + 1; END;

CREATE TRIGGER generations_inserted AFTER INSERT ON generations BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER generations_updated AFTER UPDATE ON generations BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER generations_deleted AFTER DELETE ON generations BEGIN UPDATE state_version SET value = value + 1; END;

CREATE TRIGGER service_keys_inserted AFTER INSERT ON service_keys BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER service_keys_updated AFTER UPDATE ON service_keys BEGIN UPDATE state_version SET value = value + 1; END;
CREATE TRIGGER service_keys_deleted AFTER DELETE ON service_keys BEGIN UPDATE state_version SET value = value + 1; END;
