--- V2__add.sql
ALTER TABLE orders ADD COLUMN state text;
--- V3__fill.sql
UPDATE orders SET state = 'new' WHERE state IS NULL;
