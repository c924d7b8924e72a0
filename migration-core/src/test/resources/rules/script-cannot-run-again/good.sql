--- V2__index.sql.conf
executeInTransaction=false
--- V2__index.sql
DROP INDEX CONCURRENTLY IF EXISTS orders_state;
CREATE INDEX CONCURRENTLY orders_state ON orders (state);
