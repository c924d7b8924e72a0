CREATE TYPE order_state AS ENUM ('placed', 'paid', 'shipped', 'returned');

ALTER TABLE orders ADD COLUMN state order_state NOT NULL DEFAULT 'placed';

-- db:allow update-without-where: every order placed so far has been paid
UPDATE orders SET state = 'paid';
