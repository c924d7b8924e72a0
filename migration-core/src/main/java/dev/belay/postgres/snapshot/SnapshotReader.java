package dev.belay.postgres.snapshot;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.schema.SchemaSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a schema in a few queries of the catalogue, all in one snapshot. System schemas, objects of extensions, Belay's
 * own schema and the tables that the caller names are left out. No lock is taken but ACCESS SHARE on catalogues, and no
 * table is read.
 */
public final class SnapshotReader {

    private static final String SEPARATOR = "\n----\n";

    /** A query that begins so is for that major and later ones. */
    private static final String FROM_15 = "-- 15+";

    /** A query with such a line is only asked where there is any of that. */
    private static final Pattern CONDITION = Pattern.compile("^-- if any (.+)$", Pattern.MULTILINE);

    private static final int PUBLISHED_SCHEMAS = 15;

    private SnapshotReader() {}

    /**
     * Reads the schema of the database that a session is in.
     *
     * @param connection in auto-commit mode, and left so; its settings do not matter
     * @param ignored quoted and qualified tables that are left out with all that belongs to them; they need not exist
     * @throws EnvironmentException when the server does not answer
     */
    public static SchemaSnapshot read(Connection connection, Set<String> ignored) {
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                return readNow(statement, skip(connection, ignored));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads the schema as it is for a transaction that is open. The transaction is left as it was, its settings included;
     * where it is not read-committed, what others have done since it began is not seen.
     *
     * @param connection with auto-commit off
     * @param ignored as for {@link #read}
     * @throws EnvironmentException when the server does not answer
     */
    public static SchemaSnapshot readWithin(Connection connection, Set<String> ignored) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            Savepoint here = connection.setSavepoint("belay_snapshot");
            SchemaSnapshot snapshot = readNow(statement, skip(connection, ignored));
            connection.rollback(here);
            connection.releaseSavepoint(here);
            return snapshot;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Reads in a transaction that is open, as it is for that transaction; its settings are others afterwards. */
    static SchemaSnapshot readNow(Statement statement, String skip) throws SQLException {
        // what these queries compile to is not worth the time that compiling takes
        statement.execute("SET LOCAL search_path = pg_catalog; SET LOCAL jit = off");
        // how expressions and functions are printed
        statement.execute("SET LOCAL quote_all_identifiers = off; SET LOCAL extra_float_digits = 3;"
                + " SET LOCAL DateStyle = ISO; SET LOCAL IntervalStyle = postgres; SET LOCAL TimeZone = UTC");
        Connection connection = statement.getConnection();
        int major = connection.getMetaData().getDatabaseMajorVersion();
        String prologue = resource("prologue.sql");
        var open = new ArrayList<Statement>();
        try (var rows = new ObjectRows()) {
            for (String query : needed(statement, queries(major))) {
                Statement next = connection.createStatement();
                open.add(next);
                next.setEscapeProcessing(false);
                rows.take(next.executeQuery((prologue + query).replace(":skip", skip)));
            }
            return rows.snapshot();
        } finally {
            for (Statement each : open) {
                each.close();
            }
        }
    }

    /** Most schemas have few kinds of objects, and to ask for the others takes longer than to look whether there are any. */
    private static List<String> needed(Statement statement, List<String> queries) throws SQLException {
        List<String> conditions = queries.stream()
                .flatMap(query -> condition(query).stream())
                .distinct()
                .toList();
        String any = conditions.stream()
                .map(condition -> "EXISTS (SELECT FROM " + condition + ")")
                .collect(Collectors.joining(", ", "SELECT ", ""));
        var there = new HashSet<String>();
        try (ResultSet row = statement.executeQuery(any)) {
            row.next();
            for (int i = 0; i < conditions.size(); i++) {
                if (row.getBoolean(i + 1)) {
                    there.add(conditions.get(i));
                }
            }
        }
        return queries.stream()
                .filter(query -> condition(query).map(there::contains).orElse(true))
                .toList();
    }

    private static Optional<String> condition(String query) {
        Matcher condition = CONDITION.matcher(query);
        return condition.find() ? Optional.of(condition.group(1)) : Optional.empty();
    }

    private static EnvironmentException unreadable(SQLException e) {
        return new EnvironmentException(
                Problem.of("the schema cannot be read: " + e.getMessage(), "check the server, then run the goal again"),
                e);
    }

    private static List<String> queries(int major) {
        return Arrays.stream(resource("queries.sql").split(SEPARATOR))
                .filter(query -> major >= PUBLISHED_SCHEMAS || !query.startsWith(FROM_15))
                .toList();
    }

    private static String skip(Connection connection, Set<String> ignored) throws SQLException {
        try (var query = connection.prepareStatement("SELECT coalesce(array_agg(to_regclass(name)::oid)"
                + " FILTER (WHERE to_regclass(name) IS NOT NULL), '{}') FROM unnest(?::text[]) name")) {
            query.setArray(1, connection.createArrayOf("text", ignored.toArray()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return "'" + row.getString(1) + "'::oid[]";
            }
        }
    }

    private static String resource(String name) {
        try (var in = SnapshotReader.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
