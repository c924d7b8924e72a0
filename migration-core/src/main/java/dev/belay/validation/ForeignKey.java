package dev.belay.validation;

import dev.belay.postgres.Rows;
import dev.belay.script.QualifiedName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A validated foreign key, and the query for rows that break it. The query is that of the server's own first check
 * ({@code RI_Initial_Check} in {@code ri_triggers.c}): the same operators and collations, partitions included and children
 * by inheritance not.
 *
 * @param name with its table, such as {@code orders_customer on shop.orders}
 * @param from the referencing table, for SQL
 * @param fromOnly whether its children by inheritance are not meant
 * @param to the referenced table, for SQL
 * @param toOnly the same for that
 * @param matchFull whether a key may not be null in part
 * @param temporal whether its last column is a PERIOD (PostgreSQL 18)
 * @param columns of the referencing table, for SQL
 * @param referenced those they point to, in the same order
 * @param operators that compare a referenced and a referencing column, for SQL
 */
record ForeignKey(
        String name,
        String from,
        boolean fromOnly,
        String to,
        boolean toOnly,
        boolean matchFull,
        boolean temporal,
        List<String> columns,
        List<String> referenced,
        List<String> operators) {

    /** Those of partitions follow from their parent's; the smallest tables come first. */
    private static final String QUERY = """
            select format('%%I on %%I.%%I', c.conname, n.nspname, f.relname),
                   format('%%I.%%I', n.nspname, f.relname), f.relkind <> 'p',
                   format('%%I.%%I', m.nspname, p.relname), p.relkind <> 'p',
                   c.confmatchtype = 'f', coalesce((to_jsonb(c) ->> 'conperiod')::boolean, false),
                   array(select quote_ident(a.attname) || case when a.attcollation <> b.attcollation then
                                  (select format(' collate %%I.%%I', s.nspname, l.collname) from pg_collation l
                                     join pg_namespace s on s.oid = l.collnamespace where l.oid = b.attcollation)
                                else '' end
                           from unnest(c.conkey, c.confkey) with ordinality k (mine, theirs, place)
                           join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.mine
                           join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.theirs
                          order by k.place),
                   array(select quote_ident(a.attname) from unnest(c.confkey) with ordinality k (number, place)
                           join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number order by k.place),
                   array(select format('operator(%%I.%%s)', s.nspname, o.oprname)
                           from unnest(c.conpfeqop) with ordinality k (operator, place)
                           join pg_operator o on o.oid = k.operator join pg_namespace s on s.oid = o.oprnamespace
                          order by k.place)
              from pg_constraint c
              join pg_class f on f.oid = c.conrelid join pg_namespace n on n.oid = f.relnamespace
              join pg_class p on p.oid = c.confrelid join pg_namespace m on m.oid = p.relnamespace
             where c.contype = 'f' and c.convalidated and c.conparentid = 0 and f.relpersistence <> 't'
               and coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
               %s
             order by f.relpages + p.relpages, 1""";

    /** A table, or a partition of it, at either end. */
    private static final String CONCERNING = """
            and exists (
              select from unnest(?::text[], ?::text[]) w (schema, name)
                join pg_class r on r.relname = w.name join pg_namespace s on s.oid = r.relnamespace
               where case when w.schema = '' then pg_table_is_visible(r.oid) else s.nspname = w.schema end
                 and (r.oid in (f.oid, p.oid)
                      or f.oid in (select relid from pg_partition_ancestors(r.oid))
                      or p.oid in (select relid from pg_partition_ancestors(r.oid))))""";

    static List<ForeignKey> read(Connection connection, Optional<Set<QualifiedName>> tables) throws SQLException {
        if (tables.isEmpty()) {
            return Rows.list(connection, QUERY.formatted(""), ForeignKey::read);
        }
        List<QualifiedName> names = List.copyOf(tables.get());
        return Rows.list(
                connection,
                QUERY.formatted(CONCERNING),
                ForeignKey::read,
                names.stream().map(name -> name.schema().orElse("")).toArray(String[]::new),
                names.stream().map(QualifiedName::name).toArray(String[]::new));
    }

    private static ForeignKey read(java.sql.ResultSet row) throws SQLException {
        return new ForeignKey(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                texts(row.getArray(8)),
                texts(row.getArray(9)),
                texts(row.getArray(10)));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** {@return the query for the rows that point to nothing; a key that is null points nowhere and is none} */
    String orphans() {
        var pairs = new ArrayList<String>();
        var given = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            pairs.add("p." + referenced.get(i) + " " + operators.get(i) + " f." + columns.get(i));
            given.add("f." + columns.get(i) + " is not null");
        }
        return "select f.* from " + (fromOnly ? "only " : "") + from + " f where ("
                + String.join(matchFull ? " or " : " and ", given) + ") and not exists (select from "
                + (toOnly ? "only " : "") + to + " p where " + String.join(" and ", pairs) + ")";
    }
}
