-- Sessions of people at a browser. Read for every request, so that an end is an end everywhere at once.

CREATE TABLE login_sessions (
    id BYTEA NOT NULL PRIMARY KEY,
    login BYTEA NOT NULL UNIQUE,
    person TEXT COLLATE "C" NOT NULL,
    ticket BYTEA NOT NULL,
    started_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C" NOT NULL,
    ended_at TEXT COLLATE "C"
);

CREATE INDEX login_sessions_by_person ON login_sessions (person);
CREATE INDEX login_sessions_by_expiry ON login_sessions (expires_at);
