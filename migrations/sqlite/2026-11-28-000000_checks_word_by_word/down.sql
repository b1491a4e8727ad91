PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (status = ''pending'' OR status = ''approved'' OR status = ''refused'' OR status = ''spam'')',
    'CHECK (status IN (''pending'', ''approved'', ''refused'', ''spam''))'
) WHERE type = 'table' AND name = 'comments';
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (actor = ''moderator'' OR actor = ''command-line'' OR actor = ''system'')',
    'CHECK (actor IN (''moderator'', ''command-line'', ''system''))'
) WHERE type = 'table' AND name = 'audit';
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (kind = ''waiting'' OR kind = ''received'' OR kind = ''published'' OR kind = ''refused'' OR kind = ''invitation'')',
    'CHECK (kind IN (''waiting'', ''received'', ''published'', ''refused'', ''invitation''))'
) WHERE type = 'table' AND name = 'outbox';
UPDATE sqlite_schema SET sql = replace(
    sql,
    'CHECK (state = ''due'' OR state = ''sent'' OR state = ''dead'' OR state = ''cancelled'')',
    'CHECK (state IN (''due'', ''sent'', ''dead'', ''cancelled''))'
) WHERE type = 'table' AND name = 'outbox';
PRAGMA writable_schema = RESET;
