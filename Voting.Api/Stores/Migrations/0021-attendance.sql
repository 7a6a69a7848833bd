-- Why a member is on leave or absent, and who takes part by video.
ALTER TABLE roll ADD COLUMN reason TEXT;
ALTER TABLE roll ADD COLUMN note TEXT;
ALTER TABLE roll ADD COLUMN on_video INTEGER NOT NULL DEFAULT 0;

-- Who presides since the gavel passed; null where it has not.
ALTER TABLE meeting ADD COLUMN presiding TEXT;

CREATE TABLE recusals (
    paper  TEXT NOT NULL,
    member TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (paper, member)
) WITHOUT ROWID;

ALTER TABLE rounds ADD COLUMN recused TEXT;

-- An officer's session whose post has passed on: it is the member's seat from then on.
ALTER TABLE sessions ADD COLUMN yielded INTEGER NOT NULL DEFAULT 0;
