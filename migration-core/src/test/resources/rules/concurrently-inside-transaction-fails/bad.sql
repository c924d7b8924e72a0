--- V2__index.sql.conf
executeInTransaction=true
--- V2__index.sql
CREATE INDEX CONCURRENTLY orders_net ON orders (net);
DROP INDEX CONCURRENTLY orders_state;
VACUUM orders;
