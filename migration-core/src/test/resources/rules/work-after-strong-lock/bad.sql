ALTER TABLE orders ADD COLUMN status text;
UPDATE orders SET status = 'new' WHERE status IS NULL;
DELETE FROM orders WHERE status = 'x';
CREATE INDEX orders_status ON orders (status);
