-- db:allow Drop-Table-Loses-Data: not used
DROP TABLE a;
