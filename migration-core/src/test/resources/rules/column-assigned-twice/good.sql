UPDATE orders SET state = 'new', total = (SELECT max(state = 'x', state = 'y') FROM orders) WHERE state = 'new' AND state = 'open';
INSERT INTO orders VALUES (1, 1);
INSERT INTO orders (id, state) VALUES (1, 'id');
