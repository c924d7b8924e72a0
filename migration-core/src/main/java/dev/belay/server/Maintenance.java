package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Pause;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A session on the maintenance database of a shared server, in which databases and roles are made and dropped, and
 * nothing else is. While it is open its name says that its run lives ({@code pg_stat_activity.application_name} of all
 * sessions can be read by everybody).
 *
 * @param settings the maintenance database
 * @param run whose session it is
 * @param connection in auto-commit mode
 * @param progress hears what could not be removed
 */
record Maintenance(ConnectionSettings settings, RunId run, Connection connection, Progress progress)
        implements AutoCloseable {

    private static final String IN_USE = "55006";

    /** DROP DATABASE .. WITH (FORCE) says so when an autovacuum worker is there, which a superuser may end only. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The server itself waits five seconds for sessions that are about to end (procarray.c, CountOtherDBBackends). */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    static Maintenance open(ConnectionSettings settings, RunId run, Progress progress) {
        return new Maintenance(settings, run, new Sessions(progress).open(settings, run, SessionRole.LOCK), progress);
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** As {@link #execute}, again and again while somebody else is still in the database. */
    void persist(String sql) throws SQLException {
        persist(sql, Set.of(IN_USE));
    }

    private void persist(String sql, Set<String> passing) throws SQLException {
        long begin = System.nanoTime();
        while (true) {
            try {
                execute(sql);
                return;
            } catch (SQLException e) {
                if (!passing.contains(String.valueOf(e.getSQLState()))
                        || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw e;
                }
                Pause.of(BETWEEN_ATTEMPTS);
            }
        }
    }

    /** Tries to; what cannot be done is left to a later run. */
    void attempt(String sql) {
        try {
            execute(sql);
        } catch (SQLException e) {
            progress.detail(sql + ": " + e.getMessage());
        }
    }

    /** {@return the first column of all rows} */
    List<String> ask(String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<String> values = new ArrayList<>();
                while (row.next()) {
                    values.add(row.getString(1));
                }
                return values;
            }
        }
    }

    /** {@return whether a query whose one value is a truth value says so} */
    boolean holds(String query, String... parameters) throws SQLException {
        return ask(query, parameters).equals(List.of("t"));
    }

    /** Executes each statement that a query gives. */
    void executeEach(String query, String... parameters) throws SQLException {
        for (String statement : ask(query, parameters)) {
            execute(statement);
        }
    }

    /** Drops a database and a role of this run; what remains is said, and dropped by a later run. */
    void drop(String database, List<String> roles) {
        try {
            if (!connection.isValid((int) PATIENCE.toSeconds())) {
                try (Maintenance anew = open(settings, run, progress)) {
                    anew.dropNow(database, roles);
                }
                return;
            }
            dropNow(database, roles);
        } catch (SQLException | EnvironmentException e) {
            progress.warn("the scratch database " + database + " on " + settings.server() + " was not dropped ("
                    + e.getMessage() + "); a later run will drop it");
        }
    }

    private void dropNow(String database, List<String> roles) throws SQLException {
        persist("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)", Set.of(IN_USE, INSUFFICIENT_PRIVILEGE));
        for (String role : roles) {
            execute("DROP ROLE IF EXISTS " + role);
        }
    }

    /** {@return what people hear when the server refuses what it was asked for} */
    static EnvironmentException failure(ConnectionSettings settings, SQLException e) {
        return new EnvironmentException(
                Problem.of(
                        "The scratch server " + settings.server() + " does not give a database: " + e.getMessage(),
                        "check the server and the rights of its role (CREATEDB; CREATEROLE where scripts shall have a"
                                + " role of their own), or use another server."),
                e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            progress.detail("closing the session on " + settings.server() + ": " + e.getMessage());
        }
    }
}
