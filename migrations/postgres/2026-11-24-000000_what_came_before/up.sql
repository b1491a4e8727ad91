-- A retry and a repetition are messages by the same author: one index finds both, and the author's history. A second
-- index at random places is not paid for.
DROP INDEX comments_by_fingerprint;
DROP INDEX comments_by_repetition;
CREATE INDEX comments_by_author ON comments (author_email_folded, repetition, created_at);

-- The name as the eye reads it, of approved comments, for the clause `impersonation`; unknown of those from before.
ALTER TABLE comments ADD COLUMN name_key TEXT;
CREATE INDEX comments_by_approved_name ON comments (site_id, name_key) WHERE name_key IS NOT NULL;

-- What rules ask of an article: its section, its tags and the names that may not stand under it, the last two as JSON.
ALTER TABLE threads ADD COLUMN section TEXT;
ALTER TABLE threads ADD COLUMN tags TEXT;
ALTER TABLE threads ADD COLUMN banned_names TEXT;
