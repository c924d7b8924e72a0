--- V2__drop.sql
-- db:allow drop-table-loses-data until 2026-11-20: not used
DROP TABLE a;
-- db:allow drop-table-loses-data: until 2020-01-31, not used
DROP TABLE b;
-- db:allow drop-table-loses-data: not used until 2020-01-31
DROP TABLE c;
--- U2__drop.sql
SELECT 1;
