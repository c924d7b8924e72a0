-- db:allow version-has-no-undo: a dropped table does not come back
-- db:allow drop-table-loses-data: not used
DROP TABLE a, b;
-- db:allow query-of-the-application-breaks: only a trace decides that
SELECT 1;
