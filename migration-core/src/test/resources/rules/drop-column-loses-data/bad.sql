ALTER TABLE orders
    DROP COLUMN IF EXISTS state,
    ADD COLUMN status text,
    DROP note;
