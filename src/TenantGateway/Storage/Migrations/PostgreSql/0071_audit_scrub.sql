-- 1 from the first step of a pruning until the files were scrubbed of what is gone.
ALTER TABLE audit_pruning_turn ADD COLUMN unscrubbed BIGINT NOT NULL DEFAULT 0;
