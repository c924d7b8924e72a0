ALTER TABLE orders RENAME TO purchase;
CREATE VIEW orders AS SELECT * FROM purchase;
