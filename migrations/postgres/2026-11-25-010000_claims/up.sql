-- Which moderator is reading which comment, until when: nobody else is given it meanwhile.
CREATE TABLE claims (
    comment_id BIGINT NOT NULL PRIMARY KEY REFERENCES comments (id),
    moderator_id BIGINT NOT NULL REFERENCES moderators (id),
    until BIGINT NOT NULL
);

CREATE INDEX claims_by_end ON claims (until);
