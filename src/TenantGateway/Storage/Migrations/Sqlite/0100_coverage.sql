-- Days are in UTC. Names of routes, words of policies, and paths in names that may be shown; no tenant, no actor, no value.
CREATE TABLE coverage_counts (
    day TEXT NOT NULL,
    route TEXT NOT NULL,
    what INTEGER NOT NULL,
    detail TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (day, route, what, detail)
) STRICT, WITHOUT ROWID;
