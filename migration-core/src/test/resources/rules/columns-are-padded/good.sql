CREATE TABLE t (id bigint PRIMARY KEY, created timestamptz, changed timestamptz, a boolean NOT NULL, b boolean, c boolean);
