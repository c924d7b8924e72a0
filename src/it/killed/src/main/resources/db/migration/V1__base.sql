CREATE TABLE customer (id int PRIMARY KEY, name text);
INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 20000) i;
CREATE TABLE entry (id int PRIMARY KEY, note text);
