-- Name of the suite that envelopes are sealed with, chosen at the import.
ALTER TABLE meeting ADD COLUMN sealing TEXT NOT NULL DEFAULT 'standard';
