ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_customer_fkey;
ALTER TABLE invoice ADD CONSTRAINT orders_customer_fkey CHECK (total > 0);
