--- V2__drop.sql
-- db:allow drop-tabel-loses-data: not used
DROP TABLE a;
-- db:allow everything: not used
DROP TABLE b;
--- U2__drop.sql
SELECT 1;
