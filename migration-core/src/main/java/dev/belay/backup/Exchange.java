package dev.belay.backup;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.Alive;
import dev.belay.postgres.Pause;
import dev.belay.postgres.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The one transaction in which the live database gets its other name and the restored one gets the live one's, behind a
 * fence.
 */
final class Exchange {

    private static final String IN_USE = "55006";
    private static final String DUPLICATE_DATABASE = "42P04";

    /** The same, told to whoever has waited for the other to commit. */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final Set<String> PASSING = Set.of(IN_USE, DUPLICATE_DATABASE, UNIQUE_VIOLATION);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final SwapRequest request;
    private final String live;
    private final FailedName failed;
    private final Supplier<Connection> again;
    private String before = "";
    private boolean renaming;

    /**
     * @param live the name of the database that is in use
     * @param failed the name that this one gets
     * @param again opens another maintenance session, where the one that is used has broken
     */
    Exchange(SwapRequest request, String live, FailedName failed, Supplier<Connection> again) {
        this.request = request;
        this.live = live;
        this.failed = failed;
        this.again = again;
    }

    /** Notes which database is the live one. */
    void begin(Connection maintenance) throws SQLException {
        before = number(maintenance);
    }

    /** {@return the name that the database gets, or has got, that was live before} */
    String failedName() {
        return failed.name();
    }

    /** {@return whether it is not known which of the two is the live one now} */
    boolean isUncertain() {
        return renaming;
    }

    /**
     * Renames both. When the connection breaks during COMMIT, only the server knows whether it was one.
     *
     * @param counted the process of the session that has counted what was written, and may still be ending
     * @throws SQLException when they have the names that they had, unless {@link #isUncertain}
     */
    void run(Connection maintenance, int counted) throws SQLException {
        try {
            exchange(maintenance, counted);
        } catch (SQLException e) {
            if (Alive.is(maintenance)) {
                throw e;
            }
            try (Connection anew = again.get()) {
                if (number(anew).equals(before)) {
                    renaming = false;
                    throw e;
                }
            }
        }
    }

    /** {@return the number of the database that has the live one's name} */
    private String number(Connection maintenance) throws SQLException {
        return String.join("", Rows.texts(maintenance, "SELECT oid FROM pg_database WHERE datname = ?", live));
    }

    /**
     * All of it in one transaction: after a crash at any moment there is a live database, and it is one of the two.
     */
    private void exchange(Connection maintenance, int counted) throws SQLException {
        long begin = System.nanoTime();
        while (true) {
            Fence.empty(maintenance, request.side(), 0);
            requireNobodySince(maintenance, counted);
            Fence.empty(maintenance, live, 0);
            failed.findFree(maintenance, request.progress());
            maintenance.setAutoCommit(false);
            try {
                rename(maintenance);
                renaming = true;
                maintenance.commit();
                return;
            } catch (SQLException e) {
                maintenance.rollback();
                renaming = false;
                if (!PASSING.contains(String.valueOf(e.getSQLState()))
                        || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw e;
                }
            } finally {
                maintenance.setAutoCommit(true);
            }
            Pause.of(BETWEEN_ATTEMPTS);
        }
    }

    /** What somebody writes behind the count would be lost without a word, and cannot be counted: nobody gets in. */
    private void requireNobodySince(Connection maintenance, int counted) throws SQLException {
        List<String> others = Fence.others(maintenance, live, counted);
        if (!others.isEmpty()) {
            throw new EnvironmentException(Problem.of(
                            "Somebody came into " + live + " after what was written to it had been counted.",
                            "see who lets them in (ALTER DATABASE ... ALLOW_CONNECTIONS), and run the goal again.")
                    .withDetails(others));
        }
    }

    private void rename(Connection maintenance) throws SQLException {
        for (String statement : ClusterSql.statements(request.facts(), request.side())) {
            Rows.execute(maintenance, statement);
        }
        String old = Quoted.name(failed.name());
        Rows.execute(maintenance, "ALTER DATABASE " + Quoted.name(live) + " RENAME TO " + old);
        Rows.execute(maintenance, "ALTER DATABASE " + Quoted.name(request.side()) + " RENAME TO " + Quoted.name(live));
        // the setting is for those who come by mistake; whoever means it can set it otherwise
        Rows.execute(maintenance, "ALTER DATABASE " + old + " SET default_transaction_read_only TO on");
        Rows.execute(maintenance, "ALTER DATABASE " + old + " ALLOW_CONNECTIONS true");
        Rows.execute(
                maintenance,
                "COMMENT ON DATABASE " + old + " IS "
                        + Quoted.text(DatabaseComment.aside(live, request.run()) + " of "
                                + request.manifest().started()));
    }
}
