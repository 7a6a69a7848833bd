CREATE TABLE meeting (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    file      BLOB    NOT NULL,
    rehearsal INTEGER NOT NULL,
    phase     TEXT    NOT NULL
);

CREATE TABLE roll (
    member     TEXT PRIMARY KEY,
    attendance TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE rounds (
    id              TEXT    PRIMARY KEY,
    position        INTEGER NOT NULL UNIQUE,
    paper           TEXT    NOT NULL,
    number          INTEGER NOT NULL,
    state           TEXT    NOT NULL,
    definition      TEXT    NOT NULL,
    roll_at_open    TEXT,
    roll_at_close   TEXT,
    present_at_open TEXT,
    numbers         TEXT,
    result          TEXT,
    reason          TEXT,
    confirmed_by    TEXT,
    public_key      BLOB,
    urn_root        TEXT,
    step            TEXT,
    fault           TEXT,
    UNIQUE (paper, number)
);

-- An urn row is a ciphertext and nothing else; its place is its place in the order of hashes.
CREATE TABLE urn (
    round    TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    envelope BLOB    NOT NULL,
    PRIMARY KEY (round, place)
) WITHOUT ROWID;

-- Recorded papers only.
CREATE TABLE named_ballots (
    round  TEXT NOT NULL,
    member TEXT NOT NULL,
    marks  BLOB NOT NULL,
    PRIMARY KEY (round, member)
) WITHOUT ROWID;

CREATE TABLE events (
    seq  INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE codes (
    hash   TEXT PRIMARY KEY,
    role   TEXT NOT NULL,
    member TEXT,
    name   TEXT NOT NULL,
    used   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE sessions (
    id     TEXT PRIMARY KEY,
    role   TEXT NOT NULL,
    member TEXT,
    name   TEXT NOT NULL,
    fenced INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
