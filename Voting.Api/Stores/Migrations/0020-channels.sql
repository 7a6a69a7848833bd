-- How a round is voted, who votes by hands in it, and what was entered of hands or paper; devices is the part that came by device.
ALTER TABLE rounds ADD COLUMN way TEXT NOT NULL DEFAULT 'Devices';
ALTER TABLE rounds ADD COLUMN by_hands TEXT;
ALTER TABLE rounds ADD COLUMN enterable INTEGER;
ALTER TABLE rounds ADD COLUMN entry TEXT;
ALTER TABLE rounds ADD COLUMN devices TEXT;
