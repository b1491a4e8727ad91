-- The words of each comment, made by Placet (src/text/search.rs) and separated by spaces: both databases index the same ones.
-- The text itself stands in comments, so none is kept here. What was there before is indexed at the next start.
CREATE VIRTUAL TABLE comment_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER comment_words_go_with_their_comment AFTER DELETE ON comments
BEGIN
    DELETE FROM comment_words WHERE rowid = OLD.id;
END;
