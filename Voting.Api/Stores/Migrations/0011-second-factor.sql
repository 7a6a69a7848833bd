-- Whether officers are asked for a second factor: required or off. Folders from before had none.
ALTER TABLE meeting ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'off';

-- The secret of a post's authenticator, wrapped by the keys secret, and the last time step that was accepted.
CREATE TABLE factors (
    post   TEXT    PRIMARY KEY,
    secret BLOB    NOT NULL,
    step   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Printed codes: hashes that only this server can make.
CREATE TABLE printed_codes (
    hash TEXT    PRIMARY KEY,
    post TEXT    NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
