-- In front of each query: the schemas that count, what belongs to an extension, and the relations that are left out.
WITH ns AS MATERIALIZED (
    SELECT oid, quote_ident(nspname) AS name, nspowner, nspacl
      FROM pg_namespace
     WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'belay', 'belay_trace')
), member AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
), rel AS NOT MATERIALIZED (
    SELECT c.*, n.name AS schema, n.name || '.' || quote_ident(c.relname) AS identity,
           CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
                WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
                WHEN 'c' THEN 'type' END AS type
      FROM pg_class c JOIN ns n ON n.oid = c.relnamespace
     WHERE c.relkind NOT IN ('i', 't', 'I')
       AND c.oid <> ALL (:skip)
       AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
)
