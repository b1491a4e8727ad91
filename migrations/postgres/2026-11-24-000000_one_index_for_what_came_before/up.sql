-- A retry repeats its message: the index of messages finds it, and a second index at random places is not paid for.
DROP INDEX comments_by_fingerprint;
