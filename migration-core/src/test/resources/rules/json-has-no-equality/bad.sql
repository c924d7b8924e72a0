CREATE TABLE note (id bigint PRIMARY KEY, body json);
