-- A random number of the latest change, and that of the one before it: counts may be alike where a standby took over without the last
-- change of the primary, and what a server knows of a change that is gone must not pass for what stands.
ALTER TABLE changes ADD COLUMN stamp bigint NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN stamp_before bigint NOT NULL DEFAULT 0;
