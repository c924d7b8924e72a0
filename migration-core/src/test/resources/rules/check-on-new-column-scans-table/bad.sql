ALTER TABLE orders ADD COLUMN paid int CHECK (paid >= 0);
