ALTER TABLE orders ADD COLUMN total_new bigint;
