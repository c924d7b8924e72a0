ALTER TABLE orders ADD COLUMN state text;
CREATE INDEX orders_total ON orders (total);
