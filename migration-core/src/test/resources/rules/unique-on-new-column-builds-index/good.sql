ALTER TABLE orders ADD COLUMN sku text;
