-- A role on every site, or on some; whoever could log in before could do everything.
ALTER TABLE moderators ADD COLUMN role TEXT;
UPDATE moderators SET role = 'owner';

CREATE TABLE site_roles (
    moderator_id BIGINT NOT NULL REFERENCES moderators (id),
    site_id BIGINT NOT NULL REFERENCES sites (id),
    role TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'editor', 'owner')),
    PRIMARY KEY (moderator_id, site_id)
);

-- The second factor: its secret, and the last time step that was used, so that no code works twice.
ALTER TABLE moderators ADD COLUMN totp_secret TEXT;
ALTER TABLE moderators ADD COLUMN totp_step BIGINT;

CREATE TABLE recovery_codes (
    hash TEXT NOT NULL PRIMARY KEY,
    moderator_id BIGINT NOT NULL REFERENCES moderators (id),
    created_at BIGINT NOT NULL
);

CREATE INDEX recovery_codes_by_moderator ON recovery_codes (moderator_id);

-- A session can be told from others and ended by itself; everybody logs in once more.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;

-- What a token may do at most, on which sites (a list of ids as JSON; NULL is all), and until when.
ALTER TABLE tokens ADD COLUMN role TEXT NOT NULL DEFAULT 'owner';
ALTER TABLE tokens ADD COLUMN sites TEXT;
ALTER TABLE tokens ADD COLUMN expires_at BIGINT;
ALTER TABLE tokens ADD COLUMN used_at BIGINT;

CREATE INDEX tokens_by_moderator ON tokens (moderator_id, id);
