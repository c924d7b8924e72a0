package dev.belay.trace;

import dev.belay.script.QualifiedName;
import dev.belay.trace.model.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The relations that were there before the first pending script, with the files that hold their rows. */
final class Relations {

    private static final String ALL = """
            SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_relation_filenode(c.oid), i.indrelid
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
             WHERE c.relkind IN ('r', 'p', 'i', 'I', 'm', 'v', 'S', 'f')
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'belay', 'belay_trace')""";

    private final Map<Long, Relation> before = new HashMap<>();
    private final Map<Long, Long> files = new HashMap<>();
    private final Map<Long, Long> tables = new HashMap<>();

    /** Reads them. */
    static Relations read(Connection connection) throws SQLException {
        var relations = new Relations();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(ALL)) {
            while (row.next()) {
                long oid = row.getLong(1);
                var name = QualifiedName.of(row.getString(2), row.getString(3));
                relations.before.put(oid, new Relation(name, row.getString(4).charAt(0), true));
                relations.files.put(oid, row.getLong(5));
                long table = row.getLong(6);
                if (!row.wasNull()) {
                    relations.tables.put(oid, table);
                }
            }
        }
        return relations;
    }

    /** {@return the relation of that id, if it was there before} */
    Optional<Relation> before(long oid) {
        return Optional.ofNullable(before.get(oid));
    }

    /** {@return the table of an index that was there before} */
    Optional<Relation> tableOfIndex(long index) {
        return Optional.ofNullable(tables.get(index)).map(before::get);
    }

    /** {@return whether a relation that was there before has its rows in another file than when this was asked last; 0 is that of a relation that is gone} */
    boolean moved(long oid, long file) {
        Long known = files.get(oid);
        if (known == null || file == 0 || known == file) {
            return false;
        }
        files.put(oid, file);
        return true;
    }
}
