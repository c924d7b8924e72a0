--- V1__orders.sql (base)
CREATE TABLE orders (id int, state text);
INSERT INTO orders SELECT n, 'state ' || n FROM generate_series(1, 100000) n;
CREATE INDEX orders_state ON orders (state);
ANALYZE orders;
--- V2__drop_index.sql
COMMENT ON TABLE orders IS 'all of them';
DROP INDEX orders_state;
--- queries/orders.sql (query)
SELECT id FROM orders WHERE state = $1;
SELECT max(id) FROM orders;
