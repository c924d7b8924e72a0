ALTER TABLE orders RENAME TO orders_unused;
CREATE TABLE scratch (id bigint);
CREATE TEMPORARY TABLE IF NOT EXISTS copied AS SELECT 1 AS id;
DROP TABLE scratch, copied;
DROP VIEW order_totals;
