package dev.belay.backup;

import dev.belay.postgres.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Brings the rows of a schema's tables from one database into another, where they replace what is there: the journal is
 * newer than the backup.
 *
 * @param schema its name
 * @param prepare makes sure that the tables are there in the other database
 */
public record SchemaCopy(String schema, Consumer<Connection> prepare) implements SwapRequest.LastWork {

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind = 'r' ORDER BY 1
            """;

    private static final String COLUMNS = """
            SELECT quote_ident(a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                   JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            ORDER BY a.attnum
            """;

    private static final String REFERENCES = """
            SELECT DISTINCT r.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                   JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class r ON r.oid = k.confrelid
            WHERE k.contype = 'f' AND n.nspname = ? AND c.relname = ? AND r.oid <> c.oid
                  AND r.relnamespace = n.oid
            """;

    private static final String SEQUENCES = """
            SELECT format('SELECT setval(%L, %s)', format('%I.%I', schemaname, sequencename), last_value)
            FROM pg_sequences WHERE schemaname = ? AND last_value IS NOT NULL
            """;

    /** A schema whose tables are in both databases. */
    public SchemaCopy(String schema) {
        this(schema, connection -> {});
    }

    @Override
    public void bring(Connection live, Connection side) throws SQLException {
        List<String> tables = Rows.texts(live, TABLES, schema);
        if (tables.isEmpty()) {
            return;
        }
        prepare.accept(side);
        side.setAutoCommit(false);
        try {
            List<String> ordered = referencedFirst(side, Rows.texts(side, TABLES, schema));
            Rows.execute(
                    side,
                    "TRUNCATE "
                            + String.join(", ", ordered.stream().map(this::name).toList()));
            for (String table : ordered) {
                if (tables.contains(table)) {
                    copy(live, side, table);
                }
            }
            for (String sequence : Rows.texts(live, SEQUENCES, schema)) {
                Rows.texts(side, sequence);
            }
            side.commit();
        } catch (SQLException | RuntimeException e) {
            side.rollback();
            throw e;
        } finally {
            side.setAutoCommit(true);
        }
    }

    private List<String> referencedFirst(Connection side, List<String> tables) throws SQLException {
        List<String> ordered = new ArrayList<>();
        List<String> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            Optional<String> next = Optional.empty();
            for (String table : left) {
                Set<String> waiting = new HashSet<>(Rows.texts(side, REFERENCES, schema, table));
                ordered.forEach(waiting::remove);
                if (waiting.isEmpty()) {
                    next = Optional.of(table);
                    break;
                }
            }
            String table = next.orElseThrow(
                    () -> new SQLException("the tables of " + schema + " refer to each other in a circle"));
            ordered.add(table);
            left.remove(table);
        }
        return ordered;
    }

    private void copy(Connection live, Connection side, String table) throws SQLException {
        List<String> columns = new ArrayList<>(Rows.texts(live, COLUMNS, schema, table));
        columns.retainAll(Rows.texts(side, COLUMNS, schema, table));
        String what = "COPY " + name(table) + " (" + String.join(", ", columns) + ")";
        CopyOut out = manager(live).copyOut(what + " TO STDOUT (FORMAT text)");
        CopyIn in = manager(side).copyIn(what + " FROM STDIN (FORMAT text)");
        try {
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                in.writeToCopy(row, 0, row.length);
            }
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private static CopyManager manager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private String name(String table) {
        return Quoted.name(schema) + "." + Quoted.name(table);
    }
}
