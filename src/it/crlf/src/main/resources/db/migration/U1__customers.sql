DROP TABLE customers;
