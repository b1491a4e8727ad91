DROP INDEX hits_by_comment;
CREATE INDEX hits_by_comment ON hits (comment_id);
DROP INDEX comments_of_thread_by_age;
DROP INDEX comments_by_author;
CREATE INDEX comments_by_author ON comments (author_email_folded, repetition, created_at);
