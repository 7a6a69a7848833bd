-- Public keys that signatures are checked with: the server's, and those of officers' devices. The chain of events has each too.
CREATE TABLE signing_keys (
    id     TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    alg    TEXT NOT NULL,
    spki   BLOB NOT NULL
) WITHOUT ROWID;

-- One signature of each stage by each holder; of certify the newest, with the hash of the record it is over.
CREATE TABLE signatures (
    round  TEXT NOT NULL,
    stage  TEXT NOT NULL,
    holder TEXT NOT NULL,
    key    TEXT NOT NULL,
    value  BLOB NOT NULL,
    record TEXT,
    PRIMARY KEY (round, stage, holder)
) WITHOUT ROWID;

-- The key that the server signs with now; its private half lies in the keys folder.
ALTER TABLE meeting ADD COLUMN signing_key TEXT;
