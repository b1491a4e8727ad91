-- What was done, by whom, chained by hashes (docs/audit.md). No foreign keys: it outlives what it tells of.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('moderator', 'command-line', 'system')),
    moderator_id BIGINT,
    site_id BIGINT,
    comment_id BIGINT,
    facts TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL
);

CREATE INDEX audit_by_kind ON audit (kind, number);
CREATE INDEX audit_by_moderator ON audit (moderator_id, number) WHERE moderator_id IS NOT NULL;
CREATE INDEX audit_by_site ON audit (site_id, number) WHERE site_id IS NOT NULL;
CREATE INDEX audit_by_comment ON audit (comment_id, number) WHERE comment_id IS NOT NULL;

CREATE FUNCTION audit_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is appended, never changed';
END
$$;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_never_changed();

CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_never_changed();

-- The chain's last link: whoever appends locks this row, so that there is one chain whoever writes.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

INSERT INTO audit_head (id, number, at, hash) VALUES (1, 0, 0, decode(repeat('00', 32), 'hex'));
