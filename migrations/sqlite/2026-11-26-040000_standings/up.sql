-- What editors think of an author, a domain or a range of addresses: appended and lifted, never erased.
CREATE TABLE standings (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('trust', 'hold', 'block')),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('email', 'domain', 'ip')),
    subject TEXT NOT NULL,
    site_id INTEGER REFERENCES sites (id),
    reason TEXT NOT NULL,
    until INTEGER,
    created_at INTEGER NOT NULL,
    created_by INTEGER REFERENCES moderators (id),
    lifted_at INTEGER,
    lifted_by INTEGER REFERENCES moderators (id),
    -- How often a block was met, and when last: all that is kept of a refused submission.
    met INTEGER NOT NULL DEFAULT 0,
    met_at INTEGER
) STRICT;

-- Asked by every submission.
CREATE INDEX standings_in_force ON standings (subject_kind, subject) WHERE lifted_at IS NULL;

-- The standing that its author had when a comment came in.
ALTER TABLE comments ADD COLUMN standing_id INTEGER REFERENCES standings (id);
