-- What several servers on one database need and one with its own file does not.
-- How many changes of the meeting were committed, and the server that made the latest.
CREATE TABLE changes (number bigint NOT NULL, by TEXT NOT NULL, keys TEXT);
INSERT INTO changes (number, by) VALUES (0, '');

-- The boxes of rounds: what the close fixed, as JSON, null while the box is open; how many had voted when the
-- turnout was last told. The ballots lie in a table of each box's own.
CREATE TABLE boxes (
    round  TEXT PRIMARY KEY,
    closed TEXT,
    told   bigint NOT NULL DEFAULT 0
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
