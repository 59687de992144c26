-- Alarms that the audit log raised, and what is remembered to tell them. Times in milliseconds since 1970.

-- One row: how many records of the log were looked at, from which one on they may raise an alarm, and which process looks.
CREATE TABLE audit_alarm_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    through INTEGER NOT NULL CHECK (through >= 0),
    raise_from INTEGER NOT NULL CHECK (raise_from >= 0),
    holder TEXT,
    leased_until INTEGER NOT NULL
) STRICT;

-- What is older than this table is learnt from and raises nothing; that of a former version is still to be taken over into the log.
INSERT INTO audit_alarm_state (id, through, raise_from, leased_until) VALUES (1, 0, (SELECT size FROM audit_tree WHERE id = 1) + (SELECT count(*) FROM audit_records_v1), 0);

-- What is remembered of actors, and of tenants where the actor is empty.
CREATE TABLE audit_alarm_histories (
    tenant TEXT NOT NULL,
    actor TEXT NOT NULL,
    last_seen INTEGER NOT NULL,
    history TEXT NOT NULL,
    PRIMARY KEY (actor, tenant)
) STRICT;

CREATE INDEX audit_alarm_histories_by_last_seen ON audit_alarm_histories (last_seen);

CREATE TABLE audit_alarms (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    cause TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    -- Whether the log has a record of it.
    recorded INTEGER NOT NULL CHECK (recorded IN (0, 1)),
    document TEXT NOT NULL
) STRICT;

CREATE INDEX audit_alarms_by_time ON audit_alarms (raised_at, id);
CREATE INDEX audit_alarms_by_tenant ON audit_alarms (tenant, raised_at, id);
CREATE INDEX audit_alarms_unrecorded ON audit_alarms (raised_at) WHERE recorded = 0;

-- What is still to be posted.
CREATE TABLE audit_alarm_posts (
    webhook TEXT NOT NULL,
    alarm TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    PRIMARY KEY (webhook, alarm)
) STRICT;

CREATE INDEX audit_alarm_posts_by_time ON audit_alarm_posts (webhook, next_at, raised_at);
