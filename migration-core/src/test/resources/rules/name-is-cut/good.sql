CREATE TABLE orders_by_day (id bigint PRIMARY KEY);
