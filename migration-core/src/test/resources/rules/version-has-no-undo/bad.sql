--- V1__old.sql (base)
SELECT 1;
--- V2.1__add_roles.sql
CREATE TABLE role ();
