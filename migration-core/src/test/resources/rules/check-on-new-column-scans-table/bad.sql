ALTER TABLE orders ADD COLUMN total int CHECK (total >= 0);
