--- V1__roles.sql (deleted)
CREATE TABLE role ();
--- R__views.sql (deleted)
CREATE VIEW roles AS SELECT 1;
