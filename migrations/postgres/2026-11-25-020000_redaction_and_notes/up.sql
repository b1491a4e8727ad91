-- What is published in the place of a comment's text, where an editor has redacted it; and what each decision published so.
ALTER TABLE comments ADD COLUMN redacted TEXT;
ALTER TABLE decisions ADD COLUMN redacted TEXT;

-- What moderators tell each other about a comment: appended, never shown to readers.
CREATE TABLE notes (
    id BIGINT NOT NULL PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    moderator_id BIGINT REFERENCES moderators (id),
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX notes_by_comment ON notes (comment_id, id);
