CREATE TYPE order_state AS ENUM ('placed', 'paid', 'shipped');

ALTER TABLE orders ADD COLUMN state order_state NOT NULL DEFAULT 'placed';

UPDATE orders SET state = 'paid';
