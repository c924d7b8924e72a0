--- V2__drop.sql.conf
executeInTransaction=false
--- V2__drop.sql
DROP INDEX CONCURRENTLY orders_state;
