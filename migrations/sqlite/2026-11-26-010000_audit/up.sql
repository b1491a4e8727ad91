-- What was done, by whom, chained by hashes (docs/audit.md). No foreign keys: it outlives what it tells of.
CREATE TABLE audit (
    number INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('moderator', 'command-line', 'system')),
    moderator_id INTEGER,
    site_id INTEGER,
    comment_id INTEGER,
    facts TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE INDEX audit_by_kind ON audit (kind, number);
CREATE INDEX audit_by_moderator ON audit (moderator_id, number) WHERE moderator_id IS NOT NULL;
CREATE INDEX audit_by_site ON audit (site_id, number) WHERE site_id IS NOT NULL;
CREATE INDEX audit_by_comment ON audit (comment_id, number) WHERE comment_id IS NOT NULL;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is appended, never changed');
END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is appended, never deleted');
END;

-- The chain's last link: whoever appends locks this row, so that there is one chain whoever writes.
CREATE TABLE audit_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

INSERT INTO audit_head (id, number, at, hash) VALUES (1, 0, 0, zeroblob(32));
