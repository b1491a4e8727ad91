-- When a version last came into force: an older one may come back.
ALTER TABLE rule_versions ADD COLUMN in_force_at BIGINT NOT NULL DEFAULT 0;
UPDATE rule_versions SET in_force_at = created_at;
