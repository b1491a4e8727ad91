-- Which moderator is reading which comment, until when: nobody else is given it meanwhile.
CREATE TABLE claims (
    comment_id INTEGER NOT NULL PRIMARY KEY REFERENCES comments (id),
    moderator_id INTEGER NOT NULL REFERENCES moderators (id),
    until INTEGER NOT NULL
) STRICT;

CREATE INDEX claims_by_end ON claims (until);
