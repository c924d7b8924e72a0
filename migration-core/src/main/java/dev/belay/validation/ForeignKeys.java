package dev.belay.validation;

import dev.belay.postgres.Rows;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether foreign keys hold. A validated one may still be violated: rows written while triggers were disabled, or with
 * {@code session_replication_role = replica}, were never checked.
 *
 * @param checked how many were looked at to the end
 * @param broken a line for each that has rows which point to nothing, with the query that finds them
 * @param notChecked a line for each that could not be looked at, with the reason
 */
public record ForeignKeys(int checked, List<String> broken, List<String> notChecked) {

    public ForeignKeys {
        broken = List.copyOf(broken);
        notChecked = List.copyOf(notChecked);
    }

    /**
     * Looks at each foreign key with one query that ends at the first row that breaks it, smallest tables first.
     *
     * @param connection in auto-commit mode, and left so
     * @param tables only the keys from and to these; empty for all of the database
     * @param budget for all of them together; what is left over is named as not checked
     * @throws dev.belay.outcome.EnvironmentException when the server does not answer
     */
    public static ForeignKeys check(Connection connection, Optional<Set<QualifiedName>> tables, Duration budget) {
        try {
            var check = new Check(connection, System.nanoTime() + budget.toNanos(), budget);
            for (ForeignKey key : ForeignKey.read(connection, tables)) {
                check.look(key);
            }
            return new ForeignKeys(check.checked, check.broken, check.notChecked);
        } catch (SQLException e) {
            throw Reading.failed(e);
        }
    }

    private static final class Check {

        private final Connection connection;
        private final long deadline;
        private final Duration budget;
        private final List<String> broken = new ArrayList<>();
        private final List<String> notChecked = new ArrayList<>();
        private int checked;

        Check(Connection connection, long deadline, Duration budget) {
            this.connection = connection;
            this.deadline = deadline;
            this.budget = budget;
        }

        void look(ForeignKey key) throws SQLException {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (key.temporal()) {
                notChecked.add(key.name() + ": its last column is a PERIOD");
            } else if (left.isNegative() || left.isZero()) {
                notChecked.add(key.name() + ": not done within " + Seconds.of(budget));
            } else {
                try {
                    boolean orphan = Reading.inTransaction(
                            connection,
                            left,
                            () -> Rows.one(
                                    connection, "select exists (" + key.orphans() + ")", row -> row.getBoolean(1)));
                    checked++;
                    if (orphan) {
                        broken.add("the foreign key " + key.name() + " does not hold: rows of " + key.from()
                                + " have none in " + key.to() + ". Find them:  " + key.orphans() + ";");
                    }
                } catch (SQLException e) {
                    notChecked.add(key.name() + ": " + Reading.reason(connection, e, budget));
                }
            }
        }
    }
}
