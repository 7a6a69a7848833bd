-- Who holds each post, and the hash of its password.
CREATE TABLE officers (
    post     TEXT PRIMARY KEY,
    role     TEXT NOT NULL,
    member   TEXT,
    name     TEXT NOT NULL,
    password TEXT NOT NULL
) WITHOUT ROWID;

-- PINs and place cards: hashes that only this server can make.
CREATE TABLE member_secrets (
    member TEXT NOT NULL,
    kind   TEXT NOT NULL,
    hash   TEXT NOT NULL,
    PRIMARY KEY (member, kind)
) WITHOUT ROWID;

-- The member showed to be the one whose seat it is.
ALTER TABLE sessions ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;
