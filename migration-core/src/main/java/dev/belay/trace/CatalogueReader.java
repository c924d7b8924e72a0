package dev.belay.trace;

import dev.belay.script.QualifiedName;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.Catalogue.ForeignKey;
import dev.belay.trace.model.Catalogue.Index;
import dev.belay.trace.model.Catalogue.Table;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what rules ask of a catalogue. */
final class CatalogueReader {

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner),
                   (SELECT pg_catalog.array_agg(a::text ORDER BY a::text) FROM pg_catalog.unnest(c.relacl) a),
                   EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'),
                   (SELECT pg_catalog.array_agg(p.pubname::text ORDER BY p.pubname) FROM pg_catalog.pg_publication p
                     WHERE p.puballtables OR EXISTS (SELECT FROM pg_catalog.pg_publication_rel r
                                                      WHERE r.prpubid = p.oid AND r.prrelid = c.oid))
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND c.relpersistence <> 't' AND n.nspname NOT IN
                   ('pg_catalog', 'information_schema', 'pg_toast', 'belay', 'belay_trace')""";

    private static final String INDEXES = """
            SELECT i.indexrelid, n.nspname, c.relname, tn.nspname, t.relname, i.indisvalid
              FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
              JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
             WHERE n.nspname NOT IN
                   ('pg_catalog', 'information_schema', 'pg_toast', 'belay', 'belay_trace')""";

    private static final String FOREIGN_KEYS = """
            SELECT n.nspname, c.relname, k.conname,
                   (SELECT pg_catalog.array_agg(a.attname::text ORDER BY x.n)
                      FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY x (attnum, n)
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.attnum),
                   pn.nspname, p.relname,
                   EXISTS (SELECT FROM pg_catalog.pg_index i
                            WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
                              AND (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey)
              FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
              JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
             WHERE k.contype = 'f' AND k.conparentid = 0""";

    private static final String NOT_VALID = """
            SELECT pg_catalog.format('%s.%s: %s', n.nspname, c.relname, k.conname)
              FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT k.convalidated ORDER BY 1""";

    /** Tables without rows cannot be ahead of their sequences, and are not asked. */
    private static final String SEQUENCES = """
            SELECT pg_catalog.format('%s.%s.%s', n.nspname, c.relname, a.attname),
                   pg_catalog.format('SELECT coalesce(max(%I), 0) > (SELECT CASE WHEN is_called THEN last_value ELSE'
                                     ' last_value - 1 END FROM %I.%I) FROM ONLY %I.%I',
                                     a.attname, sn.nspname, s.relname, n.nspname, c.relname)
              FROM pg_catalog.pg_depend d
              JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
              JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
              JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind = 'r'
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
              JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid AND q.seqincrement > 0
             WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
               AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
               AND d.deptype IN ('a', 'i') AND a.atttypid IN (20, 21, 23)
               AND pg_catalog.pg_relation_size(c.oid) > 0 AND n.nspname NOT IN
                   ('pg_catalog', 'information_schema', 'pg_toast', 'belay', 'belay_trace')""";

    private final Connection connection;

    CatalogueReader(Connection connection) {
        this.connection = connection;
    }

    /** {@return the catalogue as it is committed now} */
    Catalogue read() throws SQLException {
        var notValid = new ArrayList<String>();
        each(NOT_VALID, row -> notValid.add(row.getString(1)));
        return new Catalogue(tables(), indexes(), foreignKeys(), notValid, behind());
    }

    private Map<Long, Table> tables() throws SQLException {
        var tables = new HashMap<Long, Table>();
        each(
                TABLES,
                row -> tables.put(
                        row.getLong(1),
                        new Table(
                                QualifiedName.of(row.getString(2), row.getString(3)),
                                row.getString(4).charAt(0),
                                row.getString(5),
                                texts(row.getArray(6)),
                                row.getBoolean(7),
                                texts(row.getArray(8)))));
        return tables;
    }

    private Map<Long, Index> indexes() throws SQLException {
        var indexes = new HashMap<Long, Index>();
        each(
                INDEXES,
                row -> indexes.put(
                        row.getLong(1),
                        new Index(
                                QualifiedName.of(row.getString(2), row.getString(3)),
                                QualifiedName.of(row.getString(4), row.getString(5)),
                                row.getBoolean(6))));
        return indexes;
    }

    private List<ForeignKey> foreignKeys() throws SQLException {
        var keys = new ArrayList<ForeignKey>();
        each(
                FOREIGN_KEYS,
                row -> keys.add(new ForeignKey(
                        QualifiedName.of(row.getString(1), row.getString(2)),
                        row.getString(3),
                        texts(row.getArray(4)),
                        QualifiedName.of(row.getString(5), row.getString(6)),
                        row.getBoolean(7))));
        return keys;
    }

    private List<String> behind() throws SQLException {
        Map<String, String> questions = new HashMap<>();
        each(SEQUENCES, row -> questions.put(row.getString(1), row.getString(2)));
        var behind = new ArrayList<String>();
        for (var question : questions.entrySet()) {
            each(question.getValue(), row -> {
                if (row.getBoolean(1)) {
                    behind.add(question.getKey());
                }
            });
        }
        return behind.stream().sorted().toList();
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row reader) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
