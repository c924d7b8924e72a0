--- V2__drop.sql
-- db:allow drop-table-loses-data
DROP TABLE a;
-- db:allow drop-table-loses-data:
DROP TABLE b;
-- db:allow
DROP TABLE c;
-- db:allow drop-table-loses-data until Christmas: not used
DROP TABLE d;
-- db:allow drop-table-loses-data, cascade-drops-what-is-not-named: not used
DROP TABLE e;
-- db:allow drop-table-loses-data because it is not used: really
DROP TABLE f;
-- db:accept drop-table-loses-data: not used
DROP TABLE g;
/* db:allow drop-table-loses-data */
DROP TABLE h;
-- db:allow drop-table-loses-data: until 2027-02-30 not used
DROP TABLE i;
-- db:allow drop-table-loses-data: ...
DROP TABLE j;
--- U2__drop.sql
SELECT 1;
