ALTER TABLE threads DROP COLUMN announced;
