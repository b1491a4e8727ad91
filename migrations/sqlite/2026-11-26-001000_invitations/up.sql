-- Who was asked to become a moderator: the link in the mail is signed, so no secret of it is kept here.
CREATE TABLE invitations (
    id INTEGER NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    language TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'editor', 'owner')),
    sites TEXT,
    invited_by INTEGER NOT NULL REFERENCES moderators (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX invitations_by_email ON invitations (email_folded, id);

-- A mail is about a comment or about an invitation. SQLite changes no constraint of a table that is there.
CREATE TABLE new_outbox (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('waiting', 'received', 'published', 'refused', 'invitation')),
    comment_id INTEGER REFERENCES comments (id),
    decision_id INTEGER REFERENCES decisions (id),
    moderator_id INTEGER REFERENCES moderators (id),
    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'dead', 'cancelled')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    invitation_id INTEGER REFERENCES invitations (id),
    CHECK ((comment_id IS NULL) <> (invitation_id IS NULL))
) STRICT;

INSERT INTO new_outbox
SELECT id, kind, comment_id, decision_id, moderator_id, state, attempts, due_at, last_error, created_at, finished_at, NULL
FROM outbox;

DROP TABLE outbox;
ALTER TABLE new_outbox RENAME TO outbox;
CREATE INDEX outbox_by_due ON outbox (state, due_at);
CREATE INDEX outbox_by_comment ON outbox (comment_id);
