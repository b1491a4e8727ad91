-- What the numbers of the desk are read from, by range of an index: nothing else of a comment is looked at.
CREATE INDEX comments_by_day ON comments (created_at, site_id);

-- Where a decision was made and how long its comment had waited (microseconds), beside it; filled in for those from before.
ALTER TABLE decisions ADD COLUMN site_id INTEGER;
ALTER TABLE decisions ADD COLUMN waited INTEGER;
DROP TRIGGER decisions_are_never_changed;
UPDATE decisions SET
    site_id = (SELECT site_id FROM comments WHERE id = decisions.comment_id),
    waited = CASE WHEN from_status = 'pending'
        THEN max(0, decisions.created_at - (SELECT created_at FROM comments WHERE id = decisions.comment_id)) END;
CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are appended, never changed');
END;
CREATE INDEX decisions_by_day ON decisions (created_at, site_id, from_status, to_status, clause, moderator_id, waited, undoes, id);
CREATE INDEX decisions_by_undone ON decisions (undoes) WHERE undoes IS NOT NULL;
