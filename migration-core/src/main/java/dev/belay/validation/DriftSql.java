package dev.belay.validation;

import dev.belay.difference.EnumAnew;
import dev.belay.difference.Mended;
import dev.belay.outcome.DriftScript.Direction;
import dev.belay.outcome.DriftScript.Result;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.parse.difference.SchemaModel;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Statement;
import dev.belay.validation.DriftTrial.Tried;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The SQL that leads from one side of a drift to the other, tried where it can be: from the scripts' schema to the live
 * one on the scratch database, and from there back.
 */
public final class DriftSql {

    /** pgCodeKeeper knows CONCURRENTLY for making them only. */
    private static final Pattern DROP_INDEX = Pattern.compile("^DROP INDEX (?!CONCURRENTLY )");

    private static final Pattern CHECK = Pattern.compile(
            "(?s)(ALTER TABLE (?:ONLY )?(\\S+)\\s+)ADD CONSTRAINT (\"(?:[^\"]|\"\")+\"|\\S+) CHECK \\(.*\\)");

    private static final String CURRENT_USER = "CURRENT_USER";

    private DriftSql() {}

    /**
     * A statement.
     *
     * @param text without semicolon
     * @param losses what it may lose, for people
     */
    public record Sql(String text, List<String> losses) {

        public Sql {
            losses = List.copyOf(losses);
        }
    }

    /**
     * The statements of one direction.
     *
     * @param result what became of them
     * @param remaining what still differs afterwards, why it failed, or why it was not tried
     */
    public record Written(Direction direction, List<Sql> sql, Result result, List<String> remaining) {

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
        SchemaModel scripts = sides.scratchModel();
        SchemaModel database = sides.databaseModel();
        try (Connection scratch = sides.openReplayed()) {
            var there = new DriftTrial(sides, scratch);
            boolean anew = there.makeEnums(EnumAnew.between(drift.scripts(), drift.database()));
            SchemaModel from = anew ? sides.scratchModel() : scripts;
            List<String> migration =
                    statements(from.changesTo(database, sides.ignored(), Set.of()), drift.scripts(), scratch);
            Tried tried = there.run(asMigration(migration, drift, sides.liveAs()), drift.database());
            boolean arrived = tried.result() == Result.EXACT || tried.result() == Result.COLUMN_ORDER;
            return List.of(
                    arrived
                            ? back(scripts, database, drift, sides, scratch)
                            : untried(scripts, database, drift, sides, scratch),
                    written(Direction.SCRIPTS_TO_DATABASE, tried, drift.scripts()));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    /** @param scratch where the live schema has been made */
    private static Written back(
            SchemaModel scripts, SchemaModel database, Drift drift, DriftSides sides, Connection scratch)
            throws SQLException {
        var back = new DriftTrial(sides, scratch);
        boolean anew = back.makeEnums(EnumAnew.between(drift.database(), drift.scripts()));
        SchemaModel from = anew ? sides.scratchModel() : database;
        List<String> statements =
                statements(from.changesTo(scripts, sides.ignored(), Set.of()), drift.database(), scratch);
        return written(Direction.DATABASE_TO_SCRIPTS, back.run(statements, drift.scripts()), drift.database());
    }

    /** The types of columns are asked of a database that is not quite the live one: a cast too few fails, and cuts nothing. */
    private static Written untried(
            SchemaModel scripts, SchemaModel database, Drift drift, DriftSides sides, Connection scratch)
            throws SQLException {
        List<EnumAnew> enums = EnumAnew.between(drift.database(), drift.scripts());
        var sql = new ArrayList<String>();
        try (Connection live = sides.live().get()) {
            for (EnumAnew type : enums) {
                sql.addAll(type.statements(live));
            }
        }
        Set<String> anew = enums.stream().map(EnumAnew::plainName).collect(Collectors.toSet());
        sql.addAll(statements(database.changesTo(scripts, sides.ignored(), anew), drift.database(), scratch));
        return written(
                Direction.DATABASE_TO_SCRIPTS,
                new Tried(
                        sql,
                        Result.NOT_TRIED,
                        List.of("the database's schema could not be made on the scratch server")),
                drift.database());
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

    private static Written written(Direction direction, Tried tried, SchemaSnapshot from) {
        var losses = new DriftLosses(from);
        List<Sql> sql =
                tried.sql().stream().map(it -> new Sql(it, losses.of(it))).toList();
        return new Written(direction, sql, tried.result(), tried.remaining());
    }

    private static List<String> statements(List<Statement> changes, SchemaSnapshot from, Connection scratch) {
        return Mended.statements(changes.stream().map(Statement::sql).toList(), from, scratch).stream()
                .map(sql -> DROP_INDEX.matcher(sql).replaceFirst("DROP INDEX CONCURRENTLY "))
                .flatMap(sql -> validatedLater(sql, from).stream())
                .toList();
    }

    /** pgCodeKeeper adds no constraint of a partitioned table NOT VALID, and PostgreSQL takes a CHECK so. */
    private static List<String> validatedLater(String sql, SchemaSnapshot from) {
        Matcher check = CHECK.matcher(sql);
        boolean partitioned = check.matches()
                && from.find("table", check.group(2))
                        .filter(table -> table.definition().lines().anyMatch(line -> line.startsWith("partition by ")))
                        .isPresent();
        return partitioned
                ? List.of(sql + " NOT VALID", check.group(1) + "VALIDATE CONSTRAINT " + check.group(3))
                : List.of(sql);
    }
}
