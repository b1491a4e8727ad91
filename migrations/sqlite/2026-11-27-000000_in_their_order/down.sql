DROP INDEX hits_by_comment;
CREATE INDEX hits_by_comment ON hits (comment_id);
DROP INDEX comments_by_status;
CREATE INDEX comments_by_status ON comments (status, id, site_id, language, has_links, is_first, risk);
DROP INDEX comments_by_author;
CREATE INDEX comments_by_author ON comments (author_email_folded, repetition, created_at);
