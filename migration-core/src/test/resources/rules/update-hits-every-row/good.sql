UPDATE orders SET state = 'new' WHERE state IS NULL;
CREATE TABLE fresh AS SELECT 1 AS id;
UPDATE fresh SET id = 2;
INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET state = 'new';
