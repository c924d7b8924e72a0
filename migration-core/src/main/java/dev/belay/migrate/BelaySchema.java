package dev.belay.migrate;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** The schema {@code belay}, in which everything of our own is kept. */
final class BelaySchema {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private BelaySchema() {}

    /** {@return the statements that create it; running them again changes nothing} */
    static String ddl() {
        try (var in = BelaySchema.class.getResourceAsStream("belay-schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return whether the schema is there with its tables} */
    static boolean exists(Connection connection) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT to_regclass('belay.run') IS NOT NULL"
                        + " AND to_regclass('belay.script') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw unseen(connection, e);
        }
    }

    /** {@return whether all of it is there: an earlier version of Belay made less} */
    static boolean isComplete(Connection connection) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT to_regclass('belay.run_step') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw unseen(connection, e);
        }
    }

    /**
     * Makes sure that the journal can be written, and creates the schema as far as it is not there yet.
     *
     * @param connection in auto-commit mode
     * @throws RefusalException when the role may not use or create it; nothing is changed then
     */
    static void ensure(Connection connection) {
        boolean complete = exists(connection) && isComplete(connection);
        try (var statement = connection.createStatement()) {
            JournalPrivilege.require(connection, complete);
            if (!complete) {
                // one simple query is one transaction: all of it or nothing
                statement.execute(ddl());
            }
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new RefusalException(
                        Problem.of(
                                        "the schema belay, where the journal is kept, cannot be completed: "
                                                + new ServerMessage(e).text(),
                                        "let the owner of the schema belay run this goal once")
                                .withState("The database is unchanged."),
                        e);
            }
            throw unusable(e);
        }
    }

    /** A role that may not look into the schema is told so by the first look at its tables. */
    private static BelayException unseen(Connection connection, SQLException e) {
        if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            try {
                return JournalPrivilege.lacking(connection, true)
                        .<BelayException>map(problem -> new RefusalException(problem, e))
                        .orElseGet(() -> unusable(e));
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
        }
        return unusable(e);
    }

    static EnvironmentException unusable(SQLException e) {
        return new EnvironmentException(
                Problem.of(
                        "the schema belay, where Belay keeps its journal, cannot be used: "
                                + new ServerMessage(e).text(),
                        "check that this role may use the schema belay and its tables; then run the goal again"),
                e);
    }
}
