--- V1__old.sql (base)
SELECT 1;
--- V2__add_roles.sql
CREATE TABLE role ();
--- U2__add_roles.sql
DROP TABLE role;
--- R__views.sql
SELECT 1;
