SELECT id FROM orders WHERE state = '';
