ALTER TABLE rule_versions DROP COLUMN in_force_at;
