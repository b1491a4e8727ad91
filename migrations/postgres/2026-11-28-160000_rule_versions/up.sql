-- What the rules said, version by version, so that an old assessment can be made again. A file that many versions share
-- is kept once, by the SHA-256 of what stands in it.
CREATE TABLE rule_files (
    hash TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL
);

-- A version by the SHA-256 of all its files; `files` is a JSON object of their names and hashes.
CREATE TABLE rule_versions (
    hash TEXT NOT NULL PRIMARY KEY,
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    files TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
