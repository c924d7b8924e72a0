CREATE TABLE t (a int, b int, c int);
CREATE INDEX narrow ON t (a, b) INCLUDE (c);
