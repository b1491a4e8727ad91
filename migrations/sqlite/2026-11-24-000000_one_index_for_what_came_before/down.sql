CREATE INDEX comments_by_fingerprint ON comments (thread_id, fingerprint);
