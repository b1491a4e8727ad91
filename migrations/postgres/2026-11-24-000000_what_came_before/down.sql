ALTER TABLE threads DROP COLUMN banned_names;
ALTER TABLE threads DROP COLUMN tags;
ALTER TABLE threads DROP COLUMN section;
DROP INDEX comments_by_approved_name;
ALTER TABLE comments DROP COLUMN name_key;
DROP INDEX comments_by_author;
CREATE INDEX comments_by_fingerprint ON comments (thread_id, fingerprint);
CREATE INDEX comments_by_repetition ON comments (repetition, created_at);
