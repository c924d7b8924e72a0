-- in no transaction, so that customers can be written while the index is built
CREATE UNIQUE INDEX CONCURRENTLY customers_email ON customers (lower(email));
