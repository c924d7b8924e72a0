--- V1__roles.sql (base)
CREATE TABLE role ();
