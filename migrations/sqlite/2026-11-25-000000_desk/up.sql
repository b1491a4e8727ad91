-- What the queue is sifted by, beside the comment: the index that orders it then passes over the others without a look at them.
ALTER TABLE comments ADD COLUMN language TEXT;
ALTER TABLE comments ADD COLUMN has_links INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN is_first INTEGER NOT NULL DEFAULT 0;
UPDATE comments SET
    language = (SELECT language FROM assessments WHERE comment_id = comments.id ORDER BY id DESC LIMIT 1),
    has_links = text LIKE '%://%' OR text LIKE '%www.%',
    is_first = NOT EXISTS (
        SELECT 1 FROM comments AS before
        WHERE before.author_email_folded = comments.author_email_folded
            AND before.site_id = comments.site_id AND before.id < comments.id
    );
DROP INDEX comments_by_status;
DROP INDEX comments_by_risk;
CREATE INDEX comments_by_status ON comments (status, id, site_id, language, has_links, is_first);
CREATE INDEX comments_by_risk ON comments (status, risk DESC, id, site_id, language, has_links, is_first);
-- The queue as a moderator wants to see it: the query of its address.
ALTER TABLE moderators ADD COLUMN view TEXT;
-- The comments that a rule hit.
CREATE INDEX hits_by_rule ON hits (rule, comment_id);

-- Comments on which editors went back: kept as tests of the rules, with what is wanted of them.
CREATE TABLE kept_tests (
    comment_id INTEGER NOT NULL PRIMARY KEY REFERENCES comments (id),
    rules TEXT NOT NULL,
    clause TEXT,
    passes INTEGER NOT NULL,
    moderator_id INTEGER REFERENCES moderators (id),
    created_at INTEGER NOT NULL
) STRICT;
