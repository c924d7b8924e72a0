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
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.flywaydb.core.internal.info.MigrationInfoServiceImpl;
import org.flywaydb.core.internal.util.ValidatePatternUtils;

/** An upgrade as text, in the order of {@link UpgradeRun}, {@link MigrateCommand} and Flyway's {@code DbMigrate}. */
final class UpgradeText {

    private final PreviewTools tools;
    private final HistoryState before;
    private final MigrateCommand migrate;
    private final List<Pending> pending;

    /** A migration that would run; without a script when it is not SQL. */
    private record Pending(MigrationInfoImpl info, Optional<PreparedScript> script) {

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
    UpgradeText(PreviewTools tools, HistoryState before, UpTarget target) {
        this.tools = tools;
        this.before = before;
        this.migrate = new MigrateCommand(tools.scope());
        Targets.up(target, before)
                .map(version -> MigrationVersion.fromVersion(version.toString()))
                .ifPresent(tools.scope().configuration()::setTarget);
        migrate.requireAgreement();
        this.pending = pending();
        requireOneKind();
    }

    private List<Pending> pending() {
        FlywayScope scope = tools.scope();
        var info = new MigrationInfoServiceImpl(
                scope.resolver(),
                scope.history(),
                scope.database(),
                scope.configuration(),
                scope.configuration().getTarget(),
                scope.configuration().isOutOfOrder(),
                ValidatePatternUtils.getIgnoreAllPattern());
        info.refresh();
        return Arrays.stream(info.pending())
                .limit(scope.configuration().getTarget() == MigrationVersion.NEXT ? 1 : Long.MAX_VALUE)
                .map(each -> new Pending(
                        each, tools.project().catalog().find(each.getScript()).map(tools.preparer()::prepare)))
                .toList();
    }

    /** Flyway refuses this in the middle of its run. */
    private void requireOneKind() {
        var configuration = tools.scope().configuration();
        if (configuration.isGroup()
                && !configuration.isMixed()
                && pending.stream().map(Pending::canRunInTransaction).distinct().count() > 1) {
            throw new RefusalException(Problem.of(
                            "flyway.group puts all scripts in one transaction, and some of them cannot run in one",
                            "set flyway.group=false, or apply those scripts in a run of their own")
                    .withDetails(pending.stream()
                            .filter(each -> !each.canRunInTransaction())
                            .map(each -> each.info().getScript())
                            .toList())
                    .withState("The database is unchanged."));
        }
    }

    /** {@return what it would do} */
    PreviewPlan plan() {
        List<PreparedScript> scripts =
                pending.stream().flatMap(each -> each.script().stream()).toList();
        List<String> notSql = pending.stream()
                .filter(each -> each.script().isEmpty() && !skipsScripts())
                .map(each -> each.info().getScript() + " is not SQL: psql cannot run it, and stops where it would run")
                .toList();
        return new PreviewPlan(
                before.current(),
                Stream.concat(
                                before.current().stream(),
                                pending.stream()
                                        .filter(each -> !each.repeatable())
                                        .map(each -> Version.of(
                                                each.info().getVersion().getVersion())))
                        .max(Version::compareTo),
                pending.stream().map(this::step).toList(),
                Stream.concat(notSql.stream(), PreparedScript.warnings(scripts).stream())
                        .toList());
    }

    private Step step(Pending each) {
        return new Step(
                each.info().getScript(),
                Optional.ofNullable(each.info().getVersion()).map(MigrationVersion::getVersion),
                each.info().getDescription(),
                each.script().map(script -> script.statements().size()).orElse(0),
                each.canRunInTransaction());
    }

    /** Writes it. */
    void write() {
        var configuration = tools.scope().configuration();
        if (configuration.isValidateOnMigrate() && tools.scope().schema().exists()) {
            tools.scripts().event(Event.BEFORE_VALIDATE);
            tools.scripts().event(Event.AFTER_VALIDATE);
        }
        tools.ledger().keepApplied(tools.notKept(UpgradeRun.textsInForce(tools.project(), before)));
        if (pending.isEmpty()) {
            return;
        }
        tools.ledger().started("upgrade", before.current());
        createHistory();
        tools.scripts().eventInOwnSession(Event.BEFORE_MIGRATE);
        boolean complete = configuration.isGroup() ? applyGroup() : applyOneByOne();
        if (complete) {
            if (pending.stream().noneMatch(Pending::repeatable)) {
                tools.scripts().eventInOwnSession(Event.AFTER_VERSIONED);
            }
            tools.scripts().eventInOwnSession(Event.AFTER_MIGRATE_APPLIED);
            tools.scripts().eventInOwnSession(Event.AFTER_MIGRATE);
            tools.ledger().succeeded(plan().after());
        }
    }

    private void createHistory() {
        FlywayScope scope = tools.scope();
        if (scope.configuration().isCreateSchemas()) {
            tools.scripts().event(Event.CREATE_SCHEMA);
            tools.scripts().event(Event.BEFORE_CREATE_SCHEMA);
            createSchemas();
        }
        if (tools.history().exists()) {
            return;
        }
        tools.file().blank();
        tools.file().comment("the history table");
        boolean baseline = scope.configuration().isBaselineOnMigrate()
                && !migrate.nonEmptySchemas().isEmpty();
        if (baseline) {
            tools.scripts().event(Event.BEFORE_BASELINE);
        }
        tools.session().restoreRole();
        tools.inTransaction(() -> tools.history().create(baseline));
        if (baseline) {
            tools.scripts().event(Event.AFTER_BASELINE);
        }
    }

    private void createSchemas() {
        List<Schema<?, ?>> missing = Arrays.stream(tools.scope().schemas())
                .<Schema<?, ?>>map(schema -> schema)
                .filter(schema -> !schema.exists())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        tools.file().blank();
        tools.file().comment("schemas and the history table");
        tools.inTransaction(() -> {
            missing.forEach(schema -> tools.file().statement("CREATE SCHEMA " + schema));
            tools.session().restoreRole();
            tools.history().create(false);
            tools.history()
                    .addSchemas(String.join(
                            ",", missing.stream().map(Schema::toString).toList()));
        });
        tools.session().schemaCreated();
    }

    /** Each script with its history row in a transaction of its own; {@return false when one cannot be written} */
    private boolean applyOneByOne() {
        boolean versioned = true;
        for (Pending each : pending) {
            if (versioned && each.repeatable()) {
                tools.scripts().eventInOwnSession(Event.AFTER_VERSIONED, Event.BEFORE_REPEATABLES);
                versioned = false;
            }
            if (!apply(each, inTransaction(each), inTransaction(each))) {
                return false;
            }
        }
        return true;
    }

    /** All scripts in one transaction, if all of them can. */
    private boolean applyGroup() {
        if (pending.stream().anyMatch(Pending::repeatable)) {
            // Flyway's other session sees nothing of the open transaction, so its work may as well come before
            tools.scripts().eventInOwnSession(Event.AFTER_VERSIONED, Event.BEFORE_REPEATABLES);
        }
        boolean inTransaction = pending.stream().allMatch(this::inTransaction);
        if (inTransaction) {
            tools.file().begin();
        }
        for (Pending each : pending) {
            if (!apply(each, inTransaction, false)) {
                return false;
            }
        }
        if (inTransaction) {
            tools.file().commit();
        }
        return true;
    }

    private boolean inTransaction(Pending each) {
        return each.canRunInTransaction() && tools.scope().configuration().isExecuteInTransaction();
    }

    private boolean skipsScripts() {
        return tools.scope().configuration().isSkipExecutingMigrations();
    }

    private boolean apply(Pending each, boolean inTransaction, boolean ofItsOwn) {
        if (each.script().isEmpty() && !skipsScripts()) {
            tools.file().blank();
            tools.file()
                    .raise(
                            each.info().getScript() + " is not SQL: only the upgrade itself can run it",
                            "what stands above is done; go on with  mvn db:upgrade");
            return false;
        }
        each.script().ifPresent(script -> tools.scripts().title(script, inTransaction));
        if (ofItsOwn) {
            tools.file().begin();
        }
        if (!skipsScripts()) {
            apply(each.script().orElseThrow(), inTransaction);
        }
        tools.session().restoreRole();
        tools.history()
                .add(
                        each.info().getVersion(),
                        each.info().getDescription(),
                        each.info().getType(),
                        each.info().getScript(),
                        each.info().getResolvedMigration().getChecksum());
        if (ofItsOwn) {
            tools.file().commit();
        }
        return true;
    }

    private void apply(PreparedScript script, boolean inTransaction) {
        tools.session().restoreRole();
        tools.session().enterSchema();
        tools.scripts().eachEvent(Event.BEFORE_EACH_MIGRATE, inTransaction);
        tools.ledger().keep(tools.textsOf(script));
        tools.scripts()
                .statements(
                        script, inTransaction, Event.BEFORE_EACH_MIGRATE_STATEMENT, Event.AFTER_EACH_MIGRATE_STATEMENT);
        tools.scripts().eachEvent(Event.AFTER_EACH_MIGRATE, inTransaction);
    }
}
