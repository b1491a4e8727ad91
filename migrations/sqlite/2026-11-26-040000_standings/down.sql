ALTER TABLE comments DROP COLUMN standing_id;
DROP TABLE standings;
