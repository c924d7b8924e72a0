CREATE TABLE book (id bigint PRIMARY KEY, title text NOT NULL);
CREATE VIEW titles AS SELECT title FROM book;
