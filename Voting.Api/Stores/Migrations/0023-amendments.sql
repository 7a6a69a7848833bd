-- The meeting file after each change; the newest is the meeting. What was imported stays where it is.
CREATE TABLE meeting_versions (
    seq  INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE,
    file BLOB NOT NULL
);

-- Changes that wait for a second officer, and papers that are set aside, as JSON.
ALTER TABLE meeting ADD COLUMN amendments TEXT;
ALTER TABLE meeting ADD COLUMN set_aside TEXT;
