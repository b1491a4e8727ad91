-- What readers are shown of a thread has an index of its own: a comment that waits costs it nothing.
DROP INDEX comments_of_thread;
DROP INDEX comments_by_root;
CREATE INDEX comments_of_thread ON comments (thread_id, depth, id) WHERE visible;
CREATE INDEX comments_by_root ON comments (root_id, id) WHERE visible;
