DROP VIEW order_report;
DROP VIEW order_totals RESTRICT;
DROP TRIGGER touch ON orders CASCADE;
CREATE TABLE scratch (id bigint);
DROP TABLE scratch CASCADE;
