--- V2__partition.sql
CREATE TABLE event_2 (LIKE event INCLUDING ALL);
ALTER TABLE event ATTACH PARTITION event_2 FOR VALUES FROM (200) TO (300);
CREATE TABLE part (id int) PARTITION BY LIST (id);
--- V3__index.sql
CREATE INDEX CONCURRENTLY event_by_id ON event (id);
--- V4__index.sql
CREATE INDEX CONCURRENTLY part_by_id ON public.part (id);
