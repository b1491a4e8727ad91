-- What the numbers of the desk are read from, by range of an index: nothing else of a comment is looked at.
CREATE INDEX comments_by_day ON comments (created_at, site_id);

-- Where a decision was made and how long its comment had waited (microseconds), beside it; filled in for those from before.
ALTER TABLE decisions ADD COLUMN site_id BIGINT;
ALTER TABLE decisions ADD COLUMN waited BIGINT;
ALTER TABLE decisions DISABLE TRIGGER decisions_are_never_changed;
UPDATE decisions SET
    site_id = comments.site_id,
    waited = CASE WHEN decisions.from_status = 'pending' THEN greatest(0, decisions.created_at - comments.created_at) END
FROM comments WHERE comments.id = decisions.comment_id;
ALTER TABLE decisions ENABLE TRIGGER decisions_are_never_changed;
CREATE INDEX decisions_by_day ON decisions (created_at, site_id, from_status, to_status, clause, moderator_id, waited, undoes, id);
CREATE INDEX decisions_by_undone ON decisions (undoes) WHERE undoes IS NOT NULL;
