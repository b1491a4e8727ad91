-- For a list of more than two words SQLite fills a table of its own at each insertion, three times for one comment; word by
-- word it compares. What is allowed stays the same, so the tables need not be built anew
-- (https://sqlite.org/lang_altertable.html#otheralter, the second procedure).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (status IN (''pending'', ''approved'', ''refused'', ''spam''))',
    'CHECK (status = ''pending'' OR status = ''approved'' OR status = ''refused'' OR status = ''spam'')'
) WHERE type = 'table' AND name = 'comments';
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (actor IN (''moderator'', ''command-line'', ''system''))',
    'CHECK (actor = ''moderator'' OR actor = ''command-line'' OR actor = ''system'')'
) WHERE type = 'table' AND name = 'audit';
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (kind IN (''waiting'', ''received'', ''published'', ''refused'', ''invitation''))',
    'CHECK (kind = ''waiting'' OR kind = ''received'' OR kind = ''published'' OR kind = ''refused'' OR kind = ''invitation'')'
) WHERE type = 'table' AND name = 'outbox';
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (state IN (''due'', ''sent'', ''dead'', ''cancelled''))',
    'CHECK (state = ''due'' OR state = ''sent'' OR state = ''dead'' OR state = ''cancelled'')'
) WHERE type = 'table' AND name = 'outbox';
PRAGMA writable_schema = RESET;
