--- V1__old.sql (base)
SELECT 1;
--- V2__roles.sql
SELECT 1;
--- U2__roles.sql
SELECT 1;
--- R__views.sql
SELECT 1;
--- V3__here.sql
SELECT 1;
--- V4__there.sql (tip)
SELECT 1;
