--- V2__index.sql.conf
executeInTransaction=true
--- V2__index.sql
CREATE INDEX CONCURRENTLY orders_state ON orders (state);
