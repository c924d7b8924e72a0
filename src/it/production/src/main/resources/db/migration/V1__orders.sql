CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL);
INSERT INTO orders VALUES (1, 'new');
