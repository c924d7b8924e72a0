ALTER TABLE orders DROP COLUMN state;

DROP TYPE order_state;
