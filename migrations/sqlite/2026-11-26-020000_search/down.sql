DROP TRIGGER comment_words_go_with_their_comment;
DROP TABLE comment_words;
DELETE FROM settings WHERE key = 'search_indexed_down_to';
