DROP INDEX comments_by_root;
DROP INDEX comments_of_thread;
CREATE INDEX comments_of_thread ON comments (thread_id, depth, visible, id);
CREATE INDEX comments_by_root ON comments (root_id, id);
