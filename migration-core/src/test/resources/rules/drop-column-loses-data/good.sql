ALTER TABLE orders ALTER COLUMN state DROP NOT NULL;
ALTER TABLE orders ADD COLUMN draft text;
ALTER TABLE orders RENAME COLUMN draft TO sketch;
ALTER TABLE orders DROP COLUMN sketch;
CREATE TABLE fresh (id bigint, gone text);
ALTER TABLE fresh DROP COLUMN gone;
