--- V2__roles.sql (base)
CREATE TABLE role ();
--- V3__orders.sql
CREATE TABLE orders ();
--- U1__x.sql
SELECT 1;
