CREATE SCHEMA app;
CREATE SCHEMA ops;
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'it''s (fine)');
CREATE TYPE app.pair AS (l int, r text);
CREATE DOMAIN app.code AS varchar(5);
CREATE DOMAIN app.grade AS app.mood;
CREATE DOMAIN app.ids AS int[];
CREATE DOMAIN app.words AS varchar(5)[];
CREATE FUNCTION ops.same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 = $2 $$;
CREATE OPERATOR ops.=== (FUNCTION = ops.same, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION app.any_of(VARIADIC text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$;
CREATE FUNCTION app.takes(a varchar, b bigint DEFAULT 1, c text[] DEFAULT ARRAY['a', 'b']) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$;
CREATE TABLE app.x (
    i int, si smallint, bi bigint, n numeric(10, 2), f double precision, r real, b boolean, t text, s varchar(10), s2 varchar, c char(3), c1 "char", nm name,
    d date, ts timestamp, ts3 timestamp(3), tz timestamptz, tz3 timestamptz(3), ti time, tt timetz, iv interval, ivy interval year,
    u uuid, j json, jb jsonb, by bytea, bt bit(3), vb varbit(5), inet inet, cidr cidr, mac macaddr, m app.mood, g app.grade, co app.code, p app.pair,
    ia int[], ba bigint[], ta text[], sa varchar(10)[], ma app.mood[], ids app.ids, ws app.words, rg regclass, ir int4range, tr tstzrange, mny money, xm xml, pt point, tv tsvector, o oid
);
CREATE TABLE app.y (i int, s varchar(10), t text, other int);
CREATE TABLE app.plain (a text, b varchar(3)[], c bigint, d timestamptz(3), e numeric(5, 1), f text[], g app.mood, h interval, i name, j jsonb, k app.code, l int, m bit(3), n date, o bigint[], p varchar(4), q double precision, r bool);
CREATE TABLE app.by_s (i int, s varchar(10), c char(3)) PARTITION BY LIST (s);
CREATE TABLE app.by_e (i int, s varchar(10), m app.mood) PARTITION BY LIST (m);
CREATE TABLE app.by_t (i int, s varchar(10), tz timestamptz, n numeric) PARTITION BY RANGE (tz, s, n);
CREATE TABLE app.by_h (i int, s varchar(10)) PARTITION BY HASH (s);
