package dev.belay.validation;

import dev.belay.outcome.DriftScript.Direction;
import dev.belay.outcome.DriftScript.Result;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.parse.difference.SchemaModel;
import dev.belay.script.Statement;
import dev.belay.validation.DriftTrial.Tried;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The SQL that leads from one side of a drift to the other, tried where it can be: from the scripts' schema to the live
 * one on the scratch database, and from there back.
 */
public final class DriftSql {

    /** pgCodeKeeper knows CONCURRENTLY for making them only. */
    private static final Pattern DROP_INDEX = Pattern.compile("^DROP INDEX (?!CONCURRENTLY )");

    private static final String CURRENT_USER = "CURRENT_USER";

    private DriftSql() {}

    /**
     * The statements of one direction.
     *
     * @param sql without semicolons
     * @param result what became of them
     * @param remaining what still differs afterwards, why it failed, or why it was not tried
     */
    public record Written(Direction direction, List<String> sql, Result result, List<String> remaining) {

        public Written {
            sql = List.copyOf(sql);
            remaining = List.copyOf(remaining);
        }
    }

    /**
     * Writes and tries both. The scratch database is another afterwards.
     *
     * @return first what brings the database to the scripts
     * @throws EnvironmentException when a server does not answer, or holds what cannot be compared
     */
    public static List<Written> write(Drift drift, DriftSides sides) {
        SchemaModel scripts = sides.scriptsModel();
        SchemaModel database = sides.databaseModel();
        List<String> back = statements(database, scripts, sides);
        List<String> there = asMigration(statements(scripts, database, sides), drift, sides.liveAs());
        try (Connection scratch = sides.openReplayed()) {
            var trial = new DriftTrial(sides, scratch);
            Tried migration = trial.run(there, drift.database());
            Written toDatabase = written(Direction.SCRIPTS_TO_DATABASE, migration);
            boolean arrived = migration.result() == Result.EXACT || migration.result() == Result.COLUMN_ORDER;
            Written toScripts = arrived
                    ? written(Direction.DATABASE_TO_SCRIPTS, trial.run(back, drift.scripts()))
                    : new Written(
                            Direction.DATABASE_TO_SCRIPTS,
                            back,
                            Result.NOT_TRIED,
                            List.of("the database's schema could not be made on the scratch server"));
            return List.of(toScripts, toDatabase);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    /** A migration's objects belong to whoever runs it, and that is another role in each environment. */
    private static List<String> asMigration(List<String> sql, Drift drift, Role liveAs) {
        boolean otherOwner = drift.difference().differences().stream()
                .anyMatch(it -> it.id().type().equals("owner")
                        && it.before().isPresent()
                        && it.after().isPresent());
        return sql.stream()
                .map(statement -> liveAs.replacedIn(statement, CURRENT_USER))
                .filter(statement -> otherOwner || !statement.endsWith(" OWNER TO " + CURRENT_USER))
                .toList();
    }

    private static Written written(Direction direction, Tried tried) {
        return new Written(direction, tried.sql(), tried.result(), tried.remaining());
    }

    private static List<String> statements(SchemaModel from, SchemaModel to, DriftSides sides) {
        return from.changesTo(to, sides.ignored()).stream()
                .map(Statement::sql)
                .map(sql -> DROP_INDEX.matcher(sql).replaceFirst("DROP INDEX CONCURRENTLY "))
                .toList();
    }
}
