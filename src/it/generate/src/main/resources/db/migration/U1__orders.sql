DROP TABLE leftovers, orders, customers;
