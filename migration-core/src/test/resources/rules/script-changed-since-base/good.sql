--- V1__roles.sql (base)
CREATE TABLE role ();
--- V2__role_id.sql
ALTER TABLE role ADD COLUMN id bigint;
