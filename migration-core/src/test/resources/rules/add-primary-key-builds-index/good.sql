ALTER TABLE orders ADD CONSTRAINT orders_pkey UNIQUE USING INDEX orders_pkey;
