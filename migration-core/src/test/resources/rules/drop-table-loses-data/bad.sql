-- several tables are a finding each, IF EXISTS or not
DROP TABLE IF EXISTS orders, shop."Order";
CREATE TABLE IF NOT EXISTS maybe (id bigint);
DROP TABLE maybe;
