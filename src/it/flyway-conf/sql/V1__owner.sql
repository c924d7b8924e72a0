CREATE TABLE owner (name text);

INSERT INTO owner VALUES ('${owner}');
