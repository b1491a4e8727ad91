DROP TABLE notes;
ALTER TABLE decisions DROP COLUMN redacted;
ALTER TABLE comments DROP COLUMN redacted;
