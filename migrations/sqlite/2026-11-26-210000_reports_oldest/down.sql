DROP INDEX reports_oldest;
