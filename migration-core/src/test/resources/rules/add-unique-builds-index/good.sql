ALTER TABLE orders ADD CONSTRAINT orders_code UNIQUE USING INDEX orders_code;
