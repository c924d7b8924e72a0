ALTER TABLE orders ADD COLUMN buyer int REFERENCES customer;
