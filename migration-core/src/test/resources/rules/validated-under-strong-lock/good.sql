--- V2__add.sql
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
--- V3__validate.sql
ALTER TABLE orders VALIDATE CONSTRAINT positive;
