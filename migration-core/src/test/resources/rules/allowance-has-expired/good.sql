-- db:allow drop-table-loses-data until 2026-11-21: not used
DROP TABLE a;
-- db:allow drop-table-loses-data until 2020-01-31: was not used
-- db:allow drop-table-loses-data until 2999-01-31: is not used
DROP TABLE b;
