ALTER TABLE orders ADD COLUMN note text;

ALTER TABLE orders
    ADD COLUMN total numeric(12, 2) DEFAULT nowhere();
