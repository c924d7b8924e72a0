CREATE TABLE address (customer int REFERENCES customer, street text);
INSERT INTO address SELECT id, 's' || id FROM customer;
