-- Whether the paper itself has said what a thread is about; a reader's form may name any title.
ALTER TABLE threads ADD COLUMN announced BOOLEAN NOT NULL DEFAULT TRUE;
