ALTER TABLE orders ADD CONSTRAINT orders_code UNIQUE (code);
