--- V2__add.sql
ALTER TABLE orders ADD COLUMN state text;
--- V3__index.sql
CREATE INDEX orders_total ON orders (total);
