COPY orders FROM STDIN;
1
\.
