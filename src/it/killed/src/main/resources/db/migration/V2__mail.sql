ALTER TABLE customer ADD COLUMN mail text;
UPDATE customer SET mail = name || '@example.org';
