-- Alarms that the audit log raised, and what is remembered to tell them. Times in milliseconds since 1970.

-- One row: how many records of the log were looked at, from which one on they may raise an alarm, and which process looks.
CREATE TABLE audit_alarm_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    through BIGINT NOT NULL CHECK (through >= 0),
    raise_from BIGINT NOT NULL CHECK (raise_from >= 0),
    holder TEXT COLLATE "C",
    leased_until BIGINT NOT NULL
);

-- What is older than this table is learnt from and raises nothing; that of a former version is still to be taken over into the log.
INSERT INTO audit_alarm_state (id, through, raise_from, leased_until) VALUES (1, 0, (SELECT size FROM audit_tree WHERE id = 1) + (SELECT count(*) FROM audit_records_v1), 0);

-- What is remembered of actors, and of tenants where the actor is empty.
CREATE TABLE audit_alarm_histories (
    tenant TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    last_seen BIGINT NOT NULL,
    history TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (actor, tenant)
);

CREATE INDEX audit_alarm_histories_by_last_seen ON audit_alarm_histories (last_seen);

CREATE TABLE audit_alarms (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    tenant TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    cause TEXT COLLATE "C" NOT NULL,
    raised_at BIGINT NOT NULL,
    -- Whether the log has a record of it.
    recorded BIGINT NOT NULL CHECK (recorded IN (0, 1)),
    document TEXT COLLATE "C" NOT NULL
);

CREATE INDEX audit_alarms_by_time ON audit_alarms (raised_at, id);
CREATE INDEX audit_alarms_by_tenant ON audit_alarms (tenant, raised_at, id);
CREATE INDEX audit_alarms_unrecorded ON audit_alarms (raised_at) WHERE recorded = 0;

-- What is still to be posted.
CREATE TABLE audit_alarm_posts (
    webhook TEXT COLLATE "C" NOT NULL,
    alarm TEXT COLLATE "C" NOT NULL,
    raised_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (webhook, alarm)
);

CREATE INDEX audit_alarm_posts_by_time ON audit_alarm_posts (webhook, next_at, raised_at);
