-- Tokens of other systems that read the meeting: hashes that only this server can make. A revoked one is gone.
CREATE TABLE tokens (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL
) WITHOUT ROWID;
