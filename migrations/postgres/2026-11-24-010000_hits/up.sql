-- Which rules hit which comments, one row for each: what a rule has done is counted here, not in the kept assessments.
CREATE TABLE hits (
    id BIGINT NOT NULL PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    rule TEXT NOT NULL,
    counted BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX hits_by_pack ON hits (pack, version, created_at);
CREATE INDEX hits_by_comment ON hits (comment_id);
