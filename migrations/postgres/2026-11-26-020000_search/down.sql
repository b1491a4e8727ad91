DROP TABLE comment_words;
DELETE FROM settings WHERE key = 'search_indexed_down_to';
