DROP TABLE orders;
DROP TABLE order_lines;
