--- V1__roles.sql (base)
CREATE TABLE role ();
--- V1__roles.sql (changed)
CREATE TABLE role (id bigint);
--- V2__orders.sql (base)
CREATE TABLE orders ();
--- V2__all_orders.sql (changed)
CREATE TABLE orders ();
