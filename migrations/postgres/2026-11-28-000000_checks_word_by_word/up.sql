-- On SQLite only: PostgreSQL makes no table for a list of words.
SELECT 1;
