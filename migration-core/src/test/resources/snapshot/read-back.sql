SELECT ddl FROM (
SELECT 0 AS phase, c.oid, format('CREATE TABLE %s (%s) PARTITION BY %s', c.oid::regclass, (SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0), pg_get_partkeydef(c.oid)) AS ddl
  FROM pg_class c WHERE c.relkind = 'p'
UNION ALL SELECT 1, c.oid, format('CREATE TABLE %s PARTITION OF %s %s', c.oid::regclass, inhparent::regclass, pg_get_expr(relpartbound, c.oid))
  FROM pg_class c JOIN pg_inherits ON inhrelid = c.oid WHERE c.relispartition AND c.relkind = 'r'
UNION ALL SELECT 2, d.oid, CASE a.attgenerated WHEN '' THEN format('ALTER TABLE %s ALTER %I SET DEFAULT %s', adrelid::regclass, attname, pg_get_expr(adbin, adrelid))
       ELSE format('ALTER TABLE %s ADD %I %s GENERATED ALWAYS AS (%s) STORED', adrelid::regclass, attname, format_type(atttypid, atttypmod), pg_get_expr(adbin, adrelid)) END
  FROM pg_attrdef d JOIN pg_attribute a ON attrelid = adrelid AND attnum = adnum
UNION ALL SELECT 3, t.oid, format('CREATE DOMAIN %s AS %s %s', t.oid::regtype, format_type(typbasetype, typtypmod), 'DEFAULT ' || typdefault)
  FROM pg_type t WHERE typtype = 'd'
UNION ALL SELECT 4, c.oid, CASE contypid WHEN 0 THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
       ELSE format('ALTER DOMAIN %s ADD CONSTRAINT %I %s', contypid::regtype, conname, pg_get_constraintdef(c.oid)) END
  FROM pg_constraint c WHERE contype IN ('c', 'x')
UNION ALL SELECT 5, indexrelid, pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid::regclass::text NOT LIKE 'pg_toast.%' AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
UNION ALL SELECT 6, oid, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
UNION ALL SELECT 7, oid, pg_get_functiondef(oid) FROM pg_proc
UNION ALL SELECT 8, c.oid, format('CREATE %s %s %s AS %s', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, c.oid::regclass,
       'WITH (' || array_to_string(reloptions, ', ') || ')', trim(';' FROM pg_get_viewdef(c.oid)) || CASE relkind WHEN 'm' THEN ' WITH NO DATA' ELSE '' END)
  FROM pg_class c WHERE relkind IN ('v', 'm')
UNION ALL SELECT 9, oid, pg_get_ruledef(oid) FROM pg_rewrite WHERE rulename <> '_RETURN'
UNION ALL SELECT 10, oid, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 11, oid, format('CREATE POLICY %I ON %s USING (%s) WITH CHECK (%s)', polname, polrelid::regclass, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
) objects WHERE oid > :base ORDER BY phase, oid
