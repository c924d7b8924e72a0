CREATE TABLE customers (
    id    bigint PRIMARY KEY,
    name  text NOT NULL,
    note  text
);
CREATE INDEX customers_note ON customers (note);
