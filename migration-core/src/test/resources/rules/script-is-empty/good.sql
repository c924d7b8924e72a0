--- V2__a.sql
SELECT 1;
--- U2__a.sql
-- nothing to undo
