--- V2__index.sql.conf
executeInTransaction=false
--- V2__index.sql
CREATE INDEX CONCURRENTLY orders_state ON orders (state);
