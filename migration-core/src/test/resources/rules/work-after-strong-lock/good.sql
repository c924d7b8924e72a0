--- V2__add.sql
ALTER TABLE orders ADD COLUMN status text;
--- V3__fill.sql
UPDATE orders SET status = 'new' WHERE status IS NULL;
