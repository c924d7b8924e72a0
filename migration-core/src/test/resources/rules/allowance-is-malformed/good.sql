-- db:allow version-has-no-undo: a dropped table does not come back
-- db:allow drop-table-loses-data: not used since 2024
DROP TABLE a;
-- db:allow drop-table-loses-data until 2999-12-31: not used
DROP TABLE b;
-- allow db: nothing of ours
-- db:batch key=id size=10000 pause=50ms
SELECT '-- db:allow drop-table-loses-data';
DO $$ BEGIN
  -- db:allow drop-table-loses-data
  NULL;
END $$;
