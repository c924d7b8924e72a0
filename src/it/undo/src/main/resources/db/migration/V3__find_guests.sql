CREATE INDEX CONCURRENTLY guests_email ON guests (email);
