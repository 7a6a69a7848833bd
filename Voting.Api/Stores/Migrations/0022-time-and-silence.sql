-- The time of a round closes it, where the presiding officer set it so.
ALTER TABLE rounds ADD COLUMN time_closes INTEGER NOT NULL DEFAULT 0;
-- Why those did not vote who could have, as JSON; numbers only where the round is secret.
ALTER TABLE rounds ADD COLUMN silence TEXT;
