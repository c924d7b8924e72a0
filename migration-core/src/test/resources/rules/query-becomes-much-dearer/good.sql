--- V1__orders.sql (base)
CREATE TABLE orders (id int, state text);
INSERT INTO orders SELECT n, 'state ' || n FROM generate_series(1, 100000) n;
CREATE INDEX orders_state ON orders (state);
CREATE TABLE few (id int PRIMARY KEY);
INSERT INTO few SELECT generate_series(1, 10);
ANALYZE;
--- V2__replace_index.sql
DROP INDEX orders_state;
CREATE INDEX orders_state_id ON orders (state, id);
ALTER TABLE few DROP CONSTRAINT few_pkey;
--- queries/orders.sql (query)
SELECT id FROM orders WHERE state = $1;
SELECT id FROM few WHERE id = $1;
