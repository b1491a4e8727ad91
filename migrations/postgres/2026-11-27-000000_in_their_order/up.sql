-- An author's comments, the newest at the end, with what the queue asks of them.
DROP INDEX comments_by_author;
CREATE INDEX comments_by_author ON comments (author_email_folded, id, status, risk);
-- The queue by age knows the thread too. An index of its own for that would take a tenth of all submissions.
DROP INDEX comments_by_status;
CREATE INDEX comments_by_status ON comments (status, id, site_id, language, has_links, is_first, risk, thread_id);
-- The rules that hit a comment.
DROP INDEX hits_by_comment;
CREATE INDEX hits_by_comment ON hits (comment_id, rule);
