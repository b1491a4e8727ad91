-- What readers report of published comments. Open until an editor decides.
CREATE TABLE reports (
    id BIGINT NOT NULL PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    -- A keyed hash of where the report came from: enough to count a household once, too little to find it.
    reporter TEXT NOT NULL,
    clause TEXT,
    word TEXT,
    created_at BIGINT NOT NULL,
    -- The decision that settled it.
    settled_by BIGINT REFERENCES decisions (id)
);
CREATE UNIQUE INDEX reports_once ON reports (comment_id, reporter);
-- The tray of what is reported.
CREATE INDEX reports_open ON reports (comment_id, created_at) WHERE settled_by IS NULL;
CREATE INDEX reports_by_decision ON reports (settled_by) WHERE settled_by IS NOT NULL;
