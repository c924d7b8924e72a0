--- V1__old.sql (base)
SELECT 1;
--- V2__roles.sql
SELECT 1;
--- V2.0__orders.sql
SELECT 1;
--- V1__new.sql
SELECT 1;
--- U2__a.sql
SELECT 1;
--- U2__b.sql
SELECT 1;
--- V3__here.sql
SELECT 1;
--- V3__there.sql (tip)
SELECT 1;
