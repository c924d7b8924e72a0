--- V1__orders.sql (base)
CREATE TABLE orders (id int, state text);
CREATE VIEW open_order AS SELECT id FROM orders;
--- V2__change.sql
DROP VIEW open_order;
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
CREATE VIEW open_order AS SELECT id FROM orders;
ALTER TABLE orders RENAME TO purchase;
CREATE VIEW orders AS SELECT * FROM purchase;
--- queries/orders.sql (query)
SELECT id FROM orders WHERE state = $1;
UPDATE orders SET state = $2 WHERE id = $1;
SELECT * FROM open_order;
VACUUM orders;
SELECT * FROM was_never_there;
