INSERT INTO customers (id, name, note) VALUES (1, 'Ada', 'first'), (2, 'Grace', NULL);
