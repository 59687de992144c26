-- Days are in UTC. Names of routes, words of policies, and paths in names that may be shown; no tenant, no actor, no value.
CREATE TABLE coverage_counts (
    day TEXT COLLATE "C" NOT NULL,
    route TEXT COLLATE "C" NOT NULL,
    what BIGINT NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL CHECK (count >= 0),
    PRIMARY KEY (day, route, what, detail)
);
