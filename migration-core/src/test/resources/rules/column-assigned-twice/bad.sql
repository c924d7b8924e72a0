UPDATE orders SET state = 'new', state = 'open' WHERE id = 1;
INSERT INTO orders (id, state, id) VALUES (1, 'new', 2);
