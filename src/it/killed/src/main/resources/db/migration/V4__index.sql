CREATE INDEX CONCURRENTLY customer_mail ON customer (mail);
