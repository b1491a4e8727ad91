-- An author's comments, the newest at the end, with what the queue asks of them.
DROP INDEX comments_by_author;
CREATE INDEX comments_by_author ON comments (author_email_folded, id, status, risk);
-- A thread's part of a tray, by age.
CREATE INDEX comments_of_thread_by_age ON comments (thread_id, status, id, risk);
-- The rules that hit a comment.
DROP INDEX hits_by_comment;
CREATE INDEX hits_by_comment ON hits (comment_id, rule);
