DISCARD TEMP;
SELECT pg_advisory_unlock(7);
RESET ALL;
