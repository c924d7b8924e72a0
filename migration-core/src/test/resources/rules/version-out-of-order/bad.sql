--- V2__roles.sql (base)
CREATE TABLE role ();
--- V1.5__orders.sql
CREATE TABLE orders ();
