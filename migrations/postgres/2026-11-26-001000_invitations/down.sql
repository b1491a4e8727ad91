DELETE FROM outbox WHERE kind = 'invitation';
ALTER TABLE outbox DROP CONSTRAINT outbox_about_check;
ALTER TABLE outbox DROP COLUMN invitation_id;
ALTER TABLE outbox ALTER COLUMN comment_id SET NOT NULL;
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('waiting', 'received', 'published', 'refused'));
DROP TABLE invitations;
