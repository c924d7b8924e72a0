--- V2__detach.sql.conf
executeInTransaction=false
--- V2__detach.sql
ALTER TABLE event DETACH PARTITION event_1 CONCURRENTLY;
