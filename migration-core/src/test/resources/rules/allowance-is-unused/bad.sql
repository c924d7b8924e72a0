--- V2__drop.sql
-- db:allow drop-table-loses-data: not used
CREATE TABLE a ();
DROP TABLE b;
-- db:allow truncate-loses-data: not used
DROP TABLE c;
-- db:allow drop-table-loses-data: the table that is gone
--- U2__drop.sql
-- db:allow drop-table-loses-data: an undo may drop
DROP TABLE a;
