--- V2__add_roles.sql
CREATE TABLE role ();
--- U3__add_roles.sql
DROP TABLE role;
