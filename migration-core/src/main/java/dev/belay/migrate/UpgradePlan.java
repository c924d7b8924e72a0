package dev.belay.migrate;

import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.flywaydb.core.internal.info.MigrationInfoServiceImpl;
import org.flywaydb.core.internal.util.ValidatePatternUtils;

/**
 * What an upgrade would do.
 *
 * @param before the history now
 * @param missingSchemas those that Flyway would create
 * @param baseline the version that Flyway would take as there, with a new history
 * @param anyPending whether something was pending before a baseline, so that there is a run at all
 * @param scripts what would run, in order
 */
record UpgradePlan(
        HistoryState before,
        List<Schema<?, ?>> missingSchemas,
        Optional<Version> baseline,
        boolean anyPending,
        List<Pending> scripts) {

    /** A migration that would run; without a script when it is not SQL. */
    record Pending(MigrationInfoImpl info, Optional<PreparedScript> script) {

        Optional<Version> version() {
            return Optional.ofNullable(info.getVersion()).map(version -> Version.of(version.getVersion()));
        }

        boolean repeatable() {
            return info.getVersion() == null;
        }

        boolean canRunInTransaction() {
            return script.map(PreparedScript::inTransaction).orElseGet(info::canExecuteInTransaction);
        }
    }

    /**
     * Looks at what is pending, and reads it.
     *
     * @throws RefusalException when the upgrade would be refused
     */
    static UpgradePlan of(
            MigrationProject project,
            FlywayScope scope,
            ScriptPreparer preparer,
            HistoryState before,
            UpTarget target) {
        Targets.up(target, before)
                .map(version -> MigrationVersion.fromVersion(version.toString()))
                .ifPresent(scope.configuration()::setTarget);
        var migrate = new MigrateCommand(scope);
        migrate.requireAgreement();
        List<Schema<?, ?>> missing = missingSchemas(scope);
        Optional<Version> baseline = missing.isEmpty() ? baseline(scope, migrate) : Optional.empty();
        List<Pending> pending = pending(project, scope, preparer);
        List<Pending> scripts = pending.stream()
                .filter(each -> each.version().isEmpty()
                        || baseline.isEmpty()
                        || each.version().get().compareTo(baseline.get()) > 0)
                .toList();
        requireOneKind(scope.configuration(), scripts);
        return new UpgradePlan(before, missing, baseline, !pending.isEmpty(), scripts);
    }

    private static List<Schema<?, ?>> missingSchemas(FlywayScope scope) {
        return Arrays.stream(scope.schemas())
                .<Schema<?, ?>>map(schema -> schema)
                .filter(schema -> scope.configuration().isCreateSchemas() && !schema.exists())
                .toList();
    }

    private static Optional<Version> baseline(FlywayScope scope, MigrateCommand migrate) {
        Configuration configuration = scope.configuration();
        return !scope.history().exists()
                        && configuration.isBaselineOnMigrate()
                        && !migrate.nonEmptySchemas().isEmpty()
                ? Optional.of(Version.of(configuration.getBaselineVersion().getVersion()))
                : Optional.empty();
    }

    private static List<Pending> pending(MigrationProject project, FlywayScope scope, ScriptPreparer preparer) {
        Configuration configuration = scope.configuration();
        var info = new MigrationInfoServiceImpl(
                scope.resolver(),
                scope.history(),
                scope.database(),
                configuration,
                configuration.getTarget(),
                configuration.isOutOfOrder(),
                ValidatePatternUtils.getIgnoreAllPattern());
        info.refresh();
        return Arrays.stream(info.pending())
                .limit(configuration.getTarget() == MigrationVersion.NEXT ? 1 : Long.MAX_VALUE)
                .map(each -> new Pending(
                        each, project.catalog().find(each.getScript()).map(preparer::prepare)))
                .toList();
    }

    /** Flyway refuses this in the middle of its run. */
    private static void requireOneKind(Configuration configuration, List<Pending> scripts) {
        if (configuration.isGroup()
                && !configuration.isMixed()
                && scripts.stream().map(Pending::canRunInTransaction).distinct().count() > 1) {
            throw new RefusalException(Problem.of(
                            "flyway.group puts all scripts in one transaction, and some of them cannot run in one",
                            "set flyway.group=false, or apply those scripts in a run of their own")
                    .withDetails(scripts.stream()
                            .filter(each -> !each.canRunInTransaction())
                            .map(each -> each.info().getScript())
                            .toList())
                    .withState("The database is unchanged."));
        }
    }

    /** {@return the highest version that there would be} */
    Optional<Version> after() {
        return Stream.of(
                        before.current().stream(),
                        baseline.stream(),
                        scripts.stream().flatMap(each -> each.version().stream()))
                .flatMap(versions -> versions)
                .max(Version::compareTo);
    }

    /** {@return it as people read it} */
    PreviewPlan forPeople(boolean skipsScripts, PlanInputs inputs) {
        Stream<String> notSql = scripts.stream()
                .filter(each -> each.script().isEmpty() && !skipsScripts)
                .map(each -> each.info().getScript() + " is not SQL: psql cannot run it, and stops where it would run");
        Stream<String> mixed =
                PreparedScript.warnings(
                        scripts.stream().flatMap(each -> each.script().stream()).toList())
                        .stream();
        return new PreviewPlan(
                before.current(),
                after(),
                scripts.stream().map(UpgradePlan::step).toList(),
                inputs.of(PlanInputs.files(scripts.stream().flatMap(each -> each.script().stream()))),
                Stream.concat(notSql, mixed).toList());
    }

    private static Step step(Pending each) {
        return new Step(
                each.info().getScript(),
                each.version().map(Version::toString),
                each.info().getDescription(),
                each.script().map(script -> script.statements().size()).orElse(0),
                each.canRunInTransaction(),
                each.script().map(script -> ScriptDigest.of(script.file())));
    }
}
