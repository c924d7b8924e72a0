CREATE INDEX orders_net ON orders (net);
