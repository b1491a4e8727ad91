DROP INDEX comments_of_thread_by_risk;
DROP INDEX comments_of_kind;
DROP INDEX comments_of_kind_by_risk;
DROP INDEX comments_by_status;
CREATE INDEX comments_by_status ON comments (status, id, site_id, language, has_links, is_first);
