-- Where each addition of revocations ended, and a random number that no other history has there: a database that was restored from a backup gives out again the positions
-- that it has lost, and by the stamp a process that stands beyond can tell. The newest ten thousand positions are kept.

CREATE TABLE revocation_additions (
    position BIGINT NOT NULL PRIMARY KEY,
    stamp BIGINT NOT NULL
);

INSERT INTO revocation_additions (position, stamp) SELECT value, (random() * 9007199254740991)::bigint FROM revocation_position;
