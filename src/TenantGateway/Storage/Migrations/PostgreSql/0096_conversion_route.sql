-- Runs that seal the clear values of rows: at the places that the policy of this route names. Null for every other run.
ALTER TABLE conversion_runs ADD COLUMN route TEXT NULL;
