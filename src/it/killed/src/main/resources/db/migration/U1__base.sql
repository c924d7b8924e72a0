DROP TABLE entry; DROP TABLE customer;
