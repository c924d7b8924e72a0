--- V2_add_roles.sql
CREATE TABLE role ();
--- schema.sql
CREATE TABLE role ();
