CREATE TABLE app.customer (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY);
