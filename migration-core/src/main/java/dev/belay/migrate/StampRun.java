package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.StampOutcome.Row;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.command.DbBaseline;
import org.flywaydb.core.internal.command.DbSchemas;
import org.flywaydb.core.internal.jdbc.ExecutionTemplateFactory;

/**
 * Writes into a history what is true of its database already; runs no script and no callback.
 *
 * @param history reads the history again
 */
record StampRun(MigrationProject project, FlywayScope scope, Ledger ledger, Supplier<HistoryState> history) {

    /** {@return what a stamp would write} */
    StampPlan plan(StampTarget target) {
        HistoryState before = history.get();
        FailedRows.refuseUntilRepaired(before);
        return StampPlan.of(
                target, before, scope.history().exists(), scope.configuration().getBaselineDescription());
    }

    /**
     * Writes it: all of the rows or none. The texts of scripts are kept first, as an upgrade keeps them.
     *
     * @throws RefusalException when somebody has changed the history since the plan was made; an application that runs
     *     Flyway when it starts knows no run lock
     */
    HistoryState write(StampTarget target, StampPlan plan) {
        List<Row> rows = plan.rows();
        requireUnmoved(target, plan);
        if (rows.size() == 1 && rows.get(0).kind() == Row.Kind.BASELINE) {
            baseline(rows.get(0).version());
            return history.get();
        }
        ledger.keep(texts(rows));
        scope.history()
                .lock(() -> ExecutionTemplateFactory.createExecutionTemplate(scope.connection(), scope.database())
                        .execute(() -> {
                            requireUnmoved(target, plan);
                            rows.forEach(this::add);
                            return null;
                        }));
        settle(rows);
        return history.get();
    }

    private void requireUnmoved(StampTarget target, StampPlan plan) {
        if (!plan(target).equals(plan)) {
            throw new RefusalException(Problem.of(
                            "somebody has changed the history since it was looked at, such as an application that runs"
                                    + " Flyway when it starts",
                            "look at it:  mvn db:history  ; then run the goal again")
                    .withState("Nothing was recorded."));
        }
    }

    private void add(Row row) {
        scope.history()
                .addAppliedMigration(
                        MigrationVersion.fromVersion(row.version()),
                        row.description(),
                        CoreMigrationType.fromString(row.type()),
                        row.script(),
                        row.checksum().orElse(null),
                        0,
                        true);
    }

    /** As {@code Flyway.baseline()} does it. */
    private void baseline(String version) {
        var configuration = scope.configuration();
        configuration.setBaselineVersion(MigrationVersion.fromVersion(version));
        if (configuration.isCreateSchemas()) {
            new DbSchemas(scope.database(), scope.schemas(), scope.history(), scope.callbacks()).create(true);
        }
        new DbBaseline(
                        scope.history(),
                        configuration.getBaselineVersion(),
                        configuration.getBaselineDescription(),
                        scope.callbacks(),
                        scope.database())
                .baseline();
    }

    private List<ScriptFile> texts(List<Row> rows) {
        Map<Version, ScriptFile> undoFiles = project.undoFiles();
        return rows.stream()
                .filter(row -> row.kind() == Row.Kind.APPLIED)
                .flatMap(row -> Stream.concat(
                        project.catalog().find(row.script()).stream(),
                        Optional.ofNullable(undoFiles.get(Version.of(row.version()))).stream()))
                .toList();
    }

    /** Whoever records as applied what a killed run was at has looked at what it left. */
    private void settle(List<Row> rows) {
        Set<String> recorded = rows.stream()
                .filter(row -> row.kind() == Row.Kind.APPLIED)
                .map(Row::script)
                .collect(Collectors.toSet());
        ledger.interrupted().stream()
                .filter(interrupted -> recorded.contains(interrupted.script()))
                .forEach(ledger::settle);
    }
}
