--- V2__add_roles.sql
CREATE TABLE role ();
