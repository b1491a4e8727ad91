-- Who claimed or gave back which comment, in the order of the ids, for an hour: what a desk that was away is told. A row
-- without an end says that the claim was given back.
CREATE TABLE claim_changes (
    id INTEGER NOT NULL PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    moderator_id INTEGER NOT NULL REFERENCES moderators (id) ON DELETE CASCADE,
    until INTEGER
) STRICT;
