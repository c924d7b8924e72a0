package dev.belay.validation;

import dev.belay.postgres.Alive;
import dev.belay.schema.Difference;
import dev.belay.schema.SchemaDiff;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What would be lost if scripts that were just applied were taken back: rows in tables that they made, values in columns
 * that they added or gave another type, and rows of tables that the way back writes to, which somebody else has written
 * since. A row is somebody else's when its transaction (xmin) is none of those that wrote the scripts' rows of the
 * history; a script that runs in a transaction shares it with its row. What somebody else has deleted leaves no trace, and
 * going back does not bring it up again.
 *
 * @param up what the scripts have changed of the schema
 * @param written tables that were there before and that the way back writes to or rebuilds, quoted and qualified
 * @param historyTable quoted and qualified
 * @param scripts those that were applied, as the history names them
 * @param horizon the oldest transaction that was at work when the first of them began ({@code pg_snapshot_xmin}); empty
 *     when not known: what began before their own transactions and wrote since is not seen then
 * @param timeout for each look
 */
public record WrittenSince(
        SchemaDiff up,
        Set<String> written,
        String historyTable,
        List<String> scripts,
        Optional<String> horizon,
        Duration timeout) {

    private static final String OURS =
            "SELECT coalesce(array_agg(xmin::text)::text, '{}') FROM %s WHERE script = ANY (?)";

    /** Ages are counted back from now; of a frozen row it is 2147483647 (xid_age in xid.c). */
    private static final String OLDEST = "SELECT coalesce(%s, max(age(xmin)), 0) FROM %s WHERE script = ANY (?)";

    private static final String THERE = "SELECT to_regclass(?) IS NOT NULL AND (? = '' OR EXISTS (SELECT FROM"
            + " pg_attribute WHERE attrelid = to_regclass(?) AND quote_ident(attname) = ? AND NOT attisdropped))";

    public WrittenSince {
        written = Set.copyOf(written);
        scripts = List.copyOf(scripts);
    }

    /**
     * Something to look for.
     *
     * @param table quoted and qualified
     * @param column quoted; empty when it is about all of the table
     * @param altered whether the way back alters the table; else it only writes to it
     * @param condition of a row that counts
     * @param what it is, for people
     */
    private record Look(String table, String column, boolean altered, String condition, String what) {}

    /**
     * {@return what would be lost now, a line each; what cannot be looked at in time counts as lost}
     *
     * @param connection in auto-commit mode
     */
    public List<String> lost(Connection connection) throws SQLException {
        List<String> lost = dropped();
        for (Look look : looks(connection)) {
            connection.setAutoCommit(false);
            try {
                execute(connection, "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + timeout.toMillis());
                if (found(connection, look)) {
                    lost.add(look.what() + " since");
                }
            } catch (SQLException e) {
                if (!Alive.is(connection)) {
                    throw e;
                }
                lost.add("perhaps " + look.what() + " since: " + e.getMessage());
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return lost;
    }

    /**
     * {@return what would be lost, a line each} Nobody can write any of it from then on until the transaction ends: the
     * tables are locked before they are looked at.
     *
     * @param connection in a transaction, which is of no use any more when this throws
     */
    public List<String> lostUnderLock(Connection connection) throws SQLException {
        List<String> lost = dropped();
        List<Look> looks = looks(connection);
        String before = ask(connection, "SELECT current_setting('statement_timeout')");
        execute(connection, "SET LOCAL statement_timeout = " + timeout.toMillis());
        // at once what the way back takes anyway: two who wait to take more would wait for each other
        lock(connection, looks.stream().filter(Look::altered), "ACCESS EXCLUSIVE");
        lock(connection, looks.stream().filter(look -> !look.altered()), "SHARE ROW EXCLUSIVE");
        for (Look look : looks) {
            if (found(connection, look)) {
                lost.add(look.what() + " since");
            }
        }
        execute(connection, "SET LOCAL statement_timeout = '" + before + "'");
        return lost;
    }

    private List<String> dropped() {
        return up.differences().stream()
                .filter(difference -> isTable(difference) || isColumn(difference))
                .filter(difference -> difference.after().isEmpty())
                .map(difference ->
                        difference.id() + " was dropped by the scripts: going back does not bring its rows back")
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** {@return what there is to look for, of what is there: on the way back it becomes less} */
    private List<Look> looks(Connection connection) throws SQLException {
        String others =
                "NOT xmin::text = ANY ('" + ask(connection, OURS.formatted(historyTable), scripts) + "'::text[])";
        String age = horizon.map(xid -> "age('" + Long.parseLong(xid) + "'::xid8::xid)")
                .orElse("NULL::int");
        String since = others + " AND age(xmin) <= " + ask(connection, OLDEST.formatted(age, historyTable), scripts);
        var there = new ArrayList<Look>();
        for (Look look : looks(others, since)) {
            if (ask(connection, THERE, look.table(), look.column(), look.table(), look.column())
                    .equals("t")) {
                there.add(look);
            }
        }
        return there;
    }

    private List<Look> looks(String others, String since) {
        Set<String> made = up.differences().stream()
                .filter(difference -> isTable(difference) && difference.before().isEmpty())
                .map(difference -> difference.id().identity())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var looks = new ArrayList<Look>();
        made.forEach(table -> looks.add(new Look(table, "", true, others, "rows written to " + table)));
        for (Difference difference : up.differences()) {
            if (isColumn(difference) && difference.after().isPresent() && !made.contains(table(difference))) {
                column(difference, since).ifPresent(looks::add);
            }
        }
        for (String table : new TreeSet<>(written)) {
            looks.add(
                    new Look(table, "", false, since, "rows written to " + table + ", which the way back writes to,"));
        }
        return looks;
    }

    private static Optional<Look> column(Difference column, String since) {
        String name = name(column);
        if (column.before().isEmpty()) {
            return Optional.of(new Look(
                    table(column),
                    name,
                    true,
                    since + " AND " + name + " IS NOT NULL" + notStandard(column, name),
                    "values written to " + column.id().identity()));
        }
        return values(column.before().get().definition())
                        .equals(values(column.after().get().definition()))
                ? Optional.empty()
                : Optional.of(new Look(
                        table(column),
                        name,
                        true,
                        since,
                        "rows written to " + table(column) + ", whose column " + name
                                + " was given another type by the scripts,"));
    }

    /** Whoever does not know the column leaves its default there. */
    private static String notStandard(Difference column, String name) {
        return column.after()
                .orElseThrow()
                .definition()
                .lines()
                .filter(line -> line.startsWith("default "))
                .findFirst()
                .map(line -> " AND " + name + " IS DISTINCT FROM (" + line.substring("default ".length()) + ")")
                .orElse("");
    }

    /** {@return those lines of a column's definition on which its values depend} */
    private static List<String> values(String definition) {
        List<String> lines = definition.lines().toList();
        return Stream.concat(
                        lines.stream().limit(1),
                        lines.stream()
                                .skip(1)
                                .filter(line -> line.startsWith("generated stored") || line.startsWith("collate ")))
                .toList();
    }

    private static boolean isTable(Difference difference) {
        return difference.id().type().equals("table");
    }

    private static boolean isColumn(Difference difference) {
        return difference.id().type().equals("column");
    }

    private static String table(Difference column) {
        String identity = column.id().identity();
        return identity.substring(0, identity.lastIndexOf('.'));
    }

    private static String name(Difference column) {
        String identity = column.id().identity();
        return identity.substring(identity.lastIndexOf('.') + 1);
    }

    private static void lock(Connection connection, Stream<Look> looks, String mode) throws SQLException {
        for (String table : looks.map(Look::table).collect(Collectors.toCollection(TreeSet::new))) {
            execute(connection, "LOCK TABLE " + table + " IN " + mode + " MODE");
        }
    }

    private static boolean found(Connection connection, Look look) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT 1 FROM " + look.table() + " WHERE " + look.condition() + " LIMIT 1")) {
            return row.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String query, List<String> scripts) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", scripts.toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String ask(Connection connection, String query, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
