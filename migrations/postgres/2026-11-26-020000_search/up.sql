-- The words of each comment, made by Placet (src/text/search.rs): both databases index the same ones. What was there before
-- is indexed at the next start.
CREATE TABLE comment_words (
    comment_id BIGINT NOT NULL PRIMARY KEY REFERENCES comments (id) ON DELETE CASCADE,
    words TSVECTOR NOT NULL
);
CREATE INDEX comment_words_by_word ON comment_words USING GIN (words);
