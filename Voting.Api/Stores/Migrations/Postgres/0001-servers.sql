-- What several servers on one database need and one with its own file does not.
CREATE TABLE changes (number bigint NOT NULL);
INSERT INTO changes (number) VALUES (0);

-- The boxes of rounds: what the close fixed, as JSON, null while the box is open; the turnout as it was last told.
-- The ballots lie in a table of each box's own.
CREATE TABLE boxes (
    round  TEXT PRIMARY KEY,
    closed TEXT,
    told   TEXT
);

-- The servers that run, and the members whose tablet is connected to each.
CREATE TABLE servers (
    id      TEXT PRIMARY KEY,
    members TEXT[] NOT NULL,
    seen    timestamptz NOT NULL
);

-- Wrong tries of the last minute, at whichever server.
CREATE TABLE wrong_tries (
    who TEXT NOT NULL,
    at  timestamptz NOT NULL
);
CREATE INDEX wrong_tries_by_who ON wrong_tries (who, at);
