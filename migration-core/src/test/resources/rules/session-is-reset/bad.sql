DISCARD ALL;
SELECT pg_advisory_unlock_all();
DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$;
