CREATE TABLE note (id bigint PRIMARY KEY, created timestamp);
ALTER TABLE orders ADD COLUMN sum char(64);
