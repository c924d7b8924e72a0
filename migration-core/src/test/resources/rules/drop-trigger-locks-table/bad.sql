DROP TRIGGER checked ON orders;
