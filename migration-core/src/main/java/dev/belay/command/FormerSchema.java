package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchTrace;
import dev.belay.migrate.AppliedProject;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ScriptFile;
import dev.belay.server.ScratchDatabase;
import dev.belay.validation.Drift;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The schema that a version had: what its history makes when it is replayed on a scratch server.
 *
 * @param scratch where
 * @param now what the database has applied
 * @param then what it has when versions are taken back
 * @param staying repeatable scripts that were applied for the first time since, and that nothing takes back
 * @param role that applies migrations in the live database
 * @param historyTable quoted and qualified
 */
record FormerSchema(
        ScratchRequest scratch,
        AppliedProject now,
        AppliedProject then,
        List<String> staying,
        String role,
        String historyTable) {

    /**
     * How a schema compares with the one that the version had.
     *
     * @param diff what differs, and did not before
     * @param not why it was not compared; empty when it was
     */
    record Compared(SchemaDiff diff, Optional<String> not) {

        static Compared not(String why) {
            return new Compared(new SchemaDiff(List.of()), Optional.of(why));
        }
    }

    /**
     * Compares. What differs now already is drift of another origin.
     *
     * @param before the schema now
     * @param after the schema that taking back has led to
     * @param withOwners whether both name the owners and privileges of the live database
     */
    Compared compare(SchemaSnapshot before, SchemaSnapshot after, boolean withOwners) {
        if (!scratch.replay()) {
            return Compared.not("db.scratch.from=target replays no history");
        }
        if (!then.missing().isEmpty()) {
            return Compared.not(
                    "the history cannot be replayed without the text of " + String.join(", ", then.missing()));
        }
        try {
            SchemaDiff diff = difference(then, after, withOwners);
            if (diff.isEmpty() || diff.isColumnOrderOnly()) {
                return new Compared(diff, Optional.empty());
            }
            return new Compared(newIn(diff, difference(now, before, withOwners)), Optional.empty());
        } catch (BelayException e) {
            return Compared.not(e.problem().what());
        } catch (SQLException e) {
            return Compared.not("the scratch server does not answer: " + e.getMessage());
        }
    }

    private SchemaDiff difference(AppliedProject applied, SchemaSnapshot found, boolean withOwners)
            throws SQLException {
        var trace = new ScratchTrace(scratch, applied.project(), Set.of(), Map.of()).forComparison();
        try (ScratchDatabase replayed = trace.prepare();
                Connection eyes = new Sessions(Progress.SILENT)
                        .open(replayed.access().observer(), RunId.random(), SessionRole.READ)) {
            SchemaSnapshot expected =
                    Drift.expected(eyes, replayed.access().owner().user().orElseThrow(), role, historyTable);
            return withOwners
                    ? Drift.between(expected, found)
                    : Drift.between(
                            expected.without(id -> Ownership.isOf(id.type())),
                            found.without(id -> Ownership.isOf(id.type())));
        }
    }

    private SchemaDiff newIn(SchemaDiff diff, SchemaDiff drift) {
        var made = StayingObjects.in(
                diff,
                staying.stream()
                        .flatMap(script -> now.project().scripts().script(script).stream())
                        .map(ScriptFile::text)
                        .toList());
        return new SchemaDiff(diff.differences().stream()
                .filter(difference ->
                        drift.differences().stream().noneMatch(known -> known.isSameButForPlace(difference)))
                .filter(difference -> !made.has(difference))
                .toList());
    }
}
