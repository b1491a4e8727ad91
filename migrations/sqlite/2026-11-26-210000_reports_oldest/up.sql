-- How long the oldest open report waits.
CREATE INDEX reports_oldest ON reports (id) WHERE settled_by IS NULL;
