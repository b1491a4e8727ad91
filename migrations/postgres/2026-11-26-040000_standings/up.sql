-- What editors think of an author, a domain or a range of addresses: appended and lifted, never erased.
CREATE TABLE standings (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('trust', 'hold', 'block')),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('email', 'domain', 'ip')),
    subject TEXT NOT NULL,
    site_id BIGINT REFERENCES sites (id),
    reason TEXT NOT NULL,
    until BIGINT,
    created_at BIGINT NOT NULL,
    created_by BIGINT REFERENCES moderators (id),
    lifted_at BIGINT,
    lifted_by BIGINT REFERENCES moderators (id),
    -- How often a block was met, and when last: all that is kept of a refused submission.
    met BIGINT NOT NULL DEFAULT 0,
    met_at BIGINT
);

-- Asked by every submission.
CREATE INDEX standings_in_force ON standings (subject_kind, subject) WHERE lifted_at IS NULL;

-- The standing that its author had when a comment came in.
ALTER TABLE comments ADD COLUMN standing_id BIGINT REFERENCES standings (id);
