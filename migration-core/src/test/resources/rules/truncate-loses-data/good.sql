DELETE FROM session WHERE expires_at < DATE '2026-01-01';
CREATE UNLOGGED TABLE stage (id bigint);
TRUNCATE stage;
