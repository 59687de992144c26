-- Sessions of people at a browser. Read for every request, so that an end is an end everywhere at once.

CREATE TABLE login_sessions (
    id BLOB NOT NULL PRIMARY KEY,
    login BLOB NOT NULL UNIQUE,
    person TEXT NOT NULL,
    ticket BLOB NOT NULL,
    started_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;

CREATE INDEX login_sessions_by_person ON login_sessions (person);
CREATE INDEX login_sessions_by_expiry ON login_sessions (expires_at);
