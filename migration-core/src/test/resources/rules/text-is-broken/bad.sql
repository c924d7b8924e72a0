CREATE TABLE note (body text);
INSERT INTO note VALUES ('it's done');
