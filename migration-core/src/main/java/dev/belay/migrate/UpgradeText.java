package dev.belay.migrate;

import dev.belay.migrate.UpgradePlan.Pending;
import java.util.List;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.internal.database.base.Schema;

/** Writes an upgrade, in the order of {@link UpgradeRun}, {@link MigrateCommand} and Flyway's {@code DbMigrate}. */
final class UpgradeText {

    private final PreviewTools tools;
    private final UpgradePlan plan;

    UpgradeText(PreviewTools tools, UpgradePlan plan) {
        this.tools = tools;
        this.plan = plan;
    }

    void write() {
        var configuration = tools.scope().configuration();
        if (configuration.isValidateOnMigrate() && tools.scope().schema().exists()) {
            tools.scripts().event(Event.BEFORE_VALIDATE);
            tools.scripts().event(Event.AFTER_VALIDATE);
        }
        tools.ledger().keepApplied(tools.kept().notKept(UpgradeRun.textsInForce(tools.project(), plan.before())));
        if (!plan.anyPending()) {
            return;
        }
        tools.ledger().started("upgrade", plan.before().current());
        createHistory();
        tools.scripts().eventInOwnSession(Event.BEFORE_MIGRATE);
        boolean complete = configuration.isGroup() ? applyGroup() : applyOneByOne();
        if (complete) {
            if (plan.scripts().stream().noneMatch(Pending::repeatable)) {
                tools.scripts().eventInOwnSession(Event.AFTER_VERSIONED);
            }
            if (!plan.scripts().isEmpty()) {
                tools.scripts().eventInOwnSession(Event.AFTER_MIGRATE_APPLIED);
            }
            tools.scripts().eventInOwnSession(Event.AFTER_MIGRATE);
            tools.ledger().succeeded(plan.after());
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
        boolean baseline = plan.baseline().isPresent();
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
        List<Schema<?, ?>> missing = plan.missingSchemas();
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
        for (Pending each : plan.scripts()) {
            if (versioned && each.repeatable()) {
                betweenVersionedAndRepeatables();
                versioned = false;
            }
            // of a group that cannot run in a transaction, no script does
            boolean inTransaction =
                    inTransaction(each) && !tools.scope().configuration().isGroup();
            if (!apply(each, inTransaction, inTransaction)) {
                return false;
            }
        }
        return true;
    }

    /** All scripts in one transaction, if all of them can. */
    private boolean applyGroup() {
        if (!inOneTransaction()) {
            return applyOneByOne();
        }
        if (plan.scripts().stream().anyMatch(Pending::repeatable)) {
            // Flyway's other session sees nothing of the open transaction, so its work comes before; see PreviewLimits
            betweenVersionedAndRepeatables();
        }
        tools.file().begin();
        for (Pending each : plan.scripts()) {
            if (!apply(each, true, false)) {
                return false;
            }
        }
        tools.file().commit();
        return true;
    }

    private void betweenVersionedAndRepeatables() {
        tools.scripts().eventInOwnSession(Event.AFTER_VERSIONED, Event.BEFORE_REPEATABLES);
    }

    /** {@return whether all scripts share a transaction} */
    boolean inOneTransaction() {
        return tools.scope().configuration().isGroup()
                && !plan.scripts().isEmpty()
                && plan.scripts().stream().allMatch(this::inTransaction);
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
