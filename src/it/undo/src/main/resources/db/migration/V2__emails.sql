ALTER TABLE guests RENAME COLUMN mail TO email;
ALTER TABLE guests ADD COLUMN vegan boolean NOT NULL DEFAULT false;
