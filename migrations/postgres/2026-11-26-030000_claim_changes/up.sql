-- Who claimed or gave back which comment, in the order of the ids, for an hour: what a desk that was away is told. A row
-- without an end says that the claim was given back.
CREATE TABLE claim_changes (
    id BIGINT NOT NULL PRIMARY KEY,
    comment_id BIGINT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    moderator_id BIGINT NOT NULL REFERENCES moderators (id) ON DELETE CASCADE,
    until BIGINT
);
