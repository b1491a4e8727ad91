-- The queue by age knows the risk too: what is passed over by risk costs no look at the comment.
DROP INDEX comments_by_status;
CREATE INDEX comments_by_status ON comments (status, id, site_id, language, has_links, is_first, risk);
-- Comments of one kind (site, language, links, first) lie together, in both orders: what hardly any comment is, is found at once.
CREATE INDEX comments_of_kind_by_risk ON comments (status, site_id, language, has_links, is_first, risk DESC, id);
CREATE INDEX comments_of_kind ON comments (status, site_id, language, has_links, is_first, id, risk);
-- A thread's part of a tray, by risk.
CREATE INDEX comments_of_thread_by_risk ON comments (thread_id, status, risk DESC, id);
