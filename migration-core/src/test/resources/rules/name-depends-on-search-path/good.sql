CREATE TABLE app.customer (id bigint PRIMARY KEY);
CREATE TABLE app.orders (id bigint PRIMARY KEY);
