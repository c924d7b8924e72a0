ALTER TABLE one ADD COLUMN name text;
