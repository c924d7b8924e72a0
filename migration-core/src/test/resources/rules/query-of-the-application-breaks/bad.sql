--- V1__orders.sql (base)
CREATE TABLE orders (id int, state text, total int);
CREATE VIEW open_order AS SELECT id FROM orders;
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
--- V2__change.sql
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders RENAME COLUMN state TO status;
ALTER TABLE orders ALTER COLUMN total TYPE text;
--- V3__drop.sql
DO $$ BEGIN DROP VIEW open_order; END $$;
DROP FUNCTION twice;
--- queries/orders.sql (query)
SELECT id FROM orders WHERE state = $1;
UPDATE orders SET state = $2 WHERE id = $1;

-- the report
SELECT sum(total)
  FROM orders;
SELECT * FROM open_order;
SELECT twice($1), 'this is a query so long that it would fill the report: only its beginning is shown in messages';
SELECT * FROM never_was;
SELECT count(*) FROM orders;
