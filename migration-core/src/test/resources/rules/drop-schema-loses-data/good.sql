ALTER SCHEMA reporting RENAME TO reporting_unused;
CREATE SCHEMA scratch;
DROP SCHEMA scratch CASCADE;
