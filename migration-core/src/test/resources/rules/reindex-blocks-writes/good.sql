--- V2__reindex.sql.conf
executeInTransaction=false
--- V2__reindex.sql
REINDEX TABLE CONCURRENTLY orders;
