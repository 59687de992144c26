-- Signed messages of senders without a token, each of which is taken once. A mark is a SHA-256 of its name or of what is signed. Milliseconds since 1970.

CREATE TABLE webhook_deliveries (
    mark BYTEA NOT NULL PRIMARY KEY,
    -- Tells the claim from others of the same message.
    claim BIGINT NOT NULL,
    -- From then on somebody else may claim what is not delivered.
    held_until BIGINT NOT NULL,
    delivered BIGINT NOT NULL CHECK (delivered IN (0, 1)),
    until_at BIGINT NOT NULL
);

CREATE INDEX webhook_deliveries_by_end ON webhook_deliveries (until_at);
