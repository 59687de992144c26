-- When logins were used last, to the minute. Milliseconds since 1970; a login is a SHA-256 from which nobody can be read.

CREATE TABLE session_activity (
    login BYTEA NOT NULL PRIMARY KEY,
    used_at BIGINT NOT NULL
);

CREATE INDEX session_activity_by_use ON session_activity (used_at);
