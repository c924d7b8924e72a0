INSERT INTO state VALUES ('open');
