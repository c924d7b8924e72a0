INSERT INTO note VALUES ('it''s done');
