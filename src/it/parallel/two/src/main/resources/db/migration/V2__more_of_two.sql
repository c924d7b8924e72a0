ALTER TABLE two ADD COLUMN name text;
