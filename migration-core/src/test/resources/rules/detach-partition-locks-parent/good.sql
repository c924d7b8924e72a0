--- V2__detach.sql.conf
executeInTransaction=false
--- V2__detach.sql
ALTER TABLE orders DETACH PARTITION orders_old CONCURRENTLY;
