-- Which rules hit which comments, one row for each: what a rule has done is counted here, not in the kept assessments.
CREATE TABLE hits (
    id INTEGER NOT NULL PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comments (id),
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    rule TEXT NOT NULL,
    counted INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX hits_by_pack ON hits (pack, version, created_at);
CREATE INDEX hits_by_comment ON hits (comment_id);
