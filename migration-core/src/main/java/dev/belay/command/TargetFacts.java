package dev.belay.command;

import dev.belay.analysis.ApplicationQueries;
import dev.belay.analysis.TableSizes;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a check asks of a target that is named for it. Read only.
 *
 * @param sizes how large its tables are
 * @param queries what its {@code pg_stat_statements} has seen; empty when that was not asked for
 */
public record TargetFacts(TableSizes sizes, Optional<ApplicationQueries> queries) {

    /**
     * Asks the target.
     *
     * @param withQueries whether to read {@code pg_stat_statements}
     * @throws EnvironmentException when it cannot be reached, or lacks that extension
     */
    public static TargetFacts read(DatabaseRequest target, boolean withQueries) {
        var sessions = new Sessions(target.progress());
        try (Connection connection = sessions.open(target.connection(), RunId.random(), SessionRole.READ)) {
            TableSizes sizes = TableSizes.of(connection, target.project().defaultSchema());
            return new TargetFacts(
                    sizes, withQueries ? Optional.of(ApplicationQueries.ofDatabase(connection)) : Optional.empty());
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The target does not answer: " + e.getMessage(),
                            "check the server, then run the goal again"),
                    e);
        }
    }
}
