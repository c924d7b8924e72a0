-- What the examples of rules take to be there.
CREATE EXTENSION btree_gist;
CREATE SCHEMA archive;
CREATE TABLE customer (id int PRIMARY KEY);
CREATE TABLE orders (id int, state text, total int, net int, code text, customer int, owner name, created timestamp);
CREATE UNIQUE INDEX orders_id ON orders (id);
CREATE INDEX orders_state ON orders (state);
CREATE TABLE booking (room int, during tstzrange);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER checked BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE MATERIALIZED VIEW sales AS SELECT id FROM customer;
CREATE UNIQUE INDEX sales_id ON sales (id);
CREATE DOMAIN amount AS int;
CREATE TABLE event (id int) PARTITION BY RANGE (id);
CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (100) TO (200);
CREATE TABLE event_old (id int);
