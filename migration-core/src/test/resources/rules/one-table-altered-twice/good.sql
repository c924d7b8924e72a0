ALTER TABLE orders ALTER COLUMN total TYPE bigint, ALTER COLUMN customer TYPE bigint;
