-- Who was asked to become a moderator: the link in the mail is signed, so no secret of it is kept here.
CREATE TABLE invitations (
    id BIGINT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    language TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'editor', 'owner')),
    sites TEXT,
    invited_by BIGINT NOT NULL REFERENCES moderators (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT
);

CREATE INDEX invitations_by_email ON invitations (email_folded, id);

-- A mail is about a comment or about an invitation.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
    CHECK (kind IN ('waiting', 'received', 'published', 'refused', 'invitation'));
ALTER TABLE outbox ALTER COLUMN comment_id DROP NOT NULL;
ALTER TABLE outbox ADD COLUMN invitation_id BIGINT REFERENCES invitations (id);
ALTER TABLE outbox ADD CONSTRAINT outbox_about_check CHECK ((comment_id IS NULL) <> (invitation_id IS NULL));
