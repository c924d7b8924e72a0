--- V2__add_roles.sql
CREATE TABLE role ();
--- U2__add_roles.sql
DROP TABLE role;
--- U9__old.sql (base)
SELECT 1;
