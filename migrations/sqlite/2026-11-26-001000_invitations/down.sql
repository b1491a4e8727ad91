DELETE FROM outbox WHERE kind = 'invitation';

CREATE TABLE old_outbox (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('waiting', 'received', 'published', 'refused')),
    comment_id INTEGER NOT NULL REFERENCES comments (id),
    decision_id INTEGER REFERENCES decisions (id),
    moderator_id INTEGER REFERENCES moderators (id),
    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'dead', 'cancelled')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;

INSERT INTO old_outbox
SELECT id, kind, comment_id, decision_id, moderator_id, state, attempts, due_at, last_error, created_at, finished_at
FROM outbox;

DROP TABLE outbox;
ALTER TABLE old_outbox RENAME TO outbox;
CREATE INDEX outbox_by_due ON outbox (state, due_at);
CREATE INDEX outbox_by_comment ON outbox (comment_id);
DROP TABLE invitations;
