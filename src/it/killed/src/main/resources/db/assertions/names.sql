SELECT id FROM customer WHERE name IS NULL;
