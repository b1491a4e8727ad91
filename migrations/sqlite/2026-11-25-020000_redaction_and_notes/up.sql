-- What is published in the place of a comment's text, where an editor has redacted it; and what each decision published so.
ALTER TABLE comments ADD COLUMN redacted TEXT;
ALTER TABLE decisions ADD COLUMN redacted TEXT;

-- What moderators tell each other about a comment: appended, never shown to readers.
CREATE TABLE notes (
    id INTEGER NOT NULL PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comments (id),
    moderator_id INTEGER REFERENCES moderators (id),
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX notes_by_comment ON notes (comment_id, id);
