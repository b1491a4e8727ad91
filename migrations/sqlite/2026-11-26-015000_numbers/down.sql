DROP INDEX decisions_by_undone;
DROP INDEX decisions_by_day;
ALTER TABLE decisions DROP COLUMN waited;
ALTER TABLE decisions DROP COLUMN site_id;
DROP INDEX comments_by_day;
