COPY orders FROM PROGRAM 'curl http://example.org/orders';
