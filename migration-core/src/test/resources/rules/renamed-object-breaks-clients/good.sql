CREATE VIEW turnover AS SELECT * FROM sales;
