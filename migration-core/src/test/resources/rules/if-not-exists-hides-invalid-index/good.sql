CREATE INDEX CONCURRENTLY orders_net ON orders (net);
