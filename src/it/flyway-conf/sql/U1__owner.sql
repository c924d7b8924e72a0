DROP TABLE owner;
