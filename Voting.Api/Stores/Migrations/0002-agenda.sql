-- How far the agenda is, as JSON; null where nothing was called yet.
ALTER TABLE meeting ADD COLUMN agenda TEXT;
ALTER TABLE meeting ADD COLUMN hall_blank INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN opened_at TEXT;
ALTER TABLE rounds ADD COLUMN seconds INTEGER;
