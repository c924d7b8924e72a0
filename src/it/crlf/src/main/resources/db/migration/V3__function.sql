CREATE FUNCTION greeting() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'hello';
END
$$;

SELECT greeting(), nowhere();
