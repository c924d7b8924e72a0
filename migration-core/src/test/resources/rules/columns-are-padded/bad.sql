CREATE TABLE t (a boolean NOT NULL, id bigint PRIMARY KEY, b boolean, created timestamptz, c boolean, changed timestamptz);
