ALTER TABLE orders ADD COLUMN paid int;
