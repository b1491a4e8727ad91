-- Moments are microseconds since the epoch, JSON is text: both databases then store, sort and index alike.

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE sites (
    id BIGINT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    url TEXT,
    language TEXT NOT NULL,
    note TEXT,
    pack TEXT NOT NULL,
    hosts TEXT NOT NULL,
    opens_threads BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE threads (
    id BIGINT NOT NULL PRIMARY KEY,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    key TEXT NOT NULL,
    title TEXT,
    url TEXT,
    language TEXT,
    article TEXT,
    version BIGINT NOT NULL,
    published BIGINT NOT NULL,
    closed_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (site_id, key)
);

CREATE TABLE comments (
    id BIGINT NOT NULL PRIMARY KEY,
    site_id BIGINT NOT NULL REFERENCES sites (id),
    thread_id BIGINT NOT NULL REFERENCES threads (id),
    root_id BIGINT NOT NULL,
    parent_id BIGINT REFERENCES comments (id),
    depth BIGINT NOT NULL,
    author_name TEXT NOT NULL,
    author_email TEXT NOT NULL,
    author_email_folded TEXT NOT NULL,
    author_website TEXT,
    text TEXT NOT NULL,
    reader_language TEXT NOT NULL,
    wants_receipt BOOLEAN NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'refused', 'spam')),
    visible BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    risk BIGINT NOT NULL,
    idempotency_key TEXT,
    fingerprint BIGINT NOT NULL,
    repetition BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    decided_at BIGINT
);

-- A retried submission finds its first one.
CREATE UNIQUE INDEX comments_by_idempotency_key ON comments (site_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX comments_by_fingerprint ON comments (thread_id, fingerprint);
-- The same message by the same author within seven days.
CREATE INDEX comments_by_repetition ON comments (repetition, created_at);
-- The queue, by age and by risk.
CREATE INDEX comments_by_status ON comments (status, id);
CREATE INDEX comments_by_risk ON comments (status, risk DESC, id);
-- A published thread: its first comments by page, then all replies under them.
CREATE INDEX comments_of_thread ON comments (thread_id, depth, visible, id);
CREATE INDEX comments_by_root ON comments (root_id, id);
CREATE INDEX comments_by_parent ON comments (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE assessments (
    id BIGINT NOT NULL PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    outcome TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    language TEXT,
    hits TEXT NOT NULL,
    fault TEXT,
    created_at BIGINT NOT NULL
);

CREATE INDEX assessments_by_comment ON assessments (comment_id, id);

CREATE TABLE moderators (
    id BIGINT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    wants_mail BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE decisions (
    id BIGINT NOT NULL PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    version BIGINT NOT NULL,
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    clause TEXT,
    note TEXT,
    moderator_id BIGINT REFERENCES moderators (id),
    source TEXT NOT NULL,
    undoes BIGINT REFERENCES decisions (id),
    pack TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    rules_hash TEXT NOT NULL,
    automated_detection BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (comment_id, version)
);

CREATE INDEX decisions_by_moderator ON decisions (moderator_id, id);

-- Appended, never changed: not by a bug, not by hand.
CREATE FUNCTION decisions_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions are appended, never changed';
END
$$;

CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE OR DELETE ON decisions
FOR EACH ROW EXECUTE FUNCTION decisions_are_never_changed();

CREATE TABLE sessions (
    hash TEXT NOT NULL PRIMARY KEY,
    moderator_id BIGINT NOT NULL REFERENCES moderators (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_by_moderator ON sessions (moderator_id);

CREATE TABLE tokens (
    id BIGINT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    moderator_id BIGINT NOT NULL REFERENCES moderators (id),
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE outbox (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('waiting', 'received', 'published', 'refused')),
    comment_id BIGINT NOT NULL REFERENCES comments (id),
    decision_id BIGINT REFERENCES decisions (id),
    moderator_id BIGINT REFERENCES moderators (id),
    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'dead', 'cancelled')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);

CREATE INDEX outbox_by_due ON outbox (state, due_at);
CREATE INDEX outbox_by_comment ON outbox (comment_id);
