--- V2__alone.sql.conf
executeInTransaction=false
--- V2__alone.sql
BEGIN;
ALTER TABLE orders ADD COLUMN state text;
COMMIT;
--- V3__together.sql
SAVEPOINT before_it;
ALTER TABLE orders ADD COLUMN note text;
ROLLBACK TO SAVEPOINT before_it;
DO $$ BEGIN PERFORM 1; END $$;
