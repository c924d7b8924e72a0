--- V2__partition.sql
CREATE TABLE event_2 (LIKE event INCLUDING ALL);
ALTER TABLE event ATTACH PARTITION event_2 FOR VALUES FROM (200) TO (300);
CREATE INDEX event_by_id ON ONLY event (id);
--- V3__index.sql
CREATE INDEX CONCURRENTLY event_1_by_id ON event_1 (id);
CREATE INDEX CONCURRENTLY event_2_by_id ON event_2 (id);
--- V4__attach.sql
ALTER INDEX event_by_id ATTACH PARTITION event_1_by_id;
ALTER INDEX event_by_id ATTACH PARTITION event_2_by_id;
