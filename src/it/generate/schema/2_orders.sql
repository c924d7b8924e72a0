CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers, note text);
CREATE INDEX orders_by_customer ON orders (customer);
