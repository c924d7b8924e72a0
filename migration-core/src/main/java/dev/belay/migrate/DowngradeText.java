package dev.belay.migrate;

import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;

/** A downgrade as text, in the order of {@link DowngradeRun} and {@link UndoCommand}. */
final class DowngradeText {

    private final PreviewTools tools;
    private final DowngradePlan plan;

    DowngradeText(PreviewTools tools, DowngradePlan plan) {
        this.tools = tools;
        this.plan = plan;
    }

    /** Writes it. */
    void write() {
        if (plan.isEmpty()) {
            return;
        }
        tools.ledger().started("downgrade", plan.before().current());
        tools.scripts().eventInOwnSession(Event.BEFORE_UNDO);
        plan.undo().forEach(this::undo);
        plan.former().forEach(this::apply);
        tools.scripts().eventInOwnSession(Event.AFTER_UNDO);
        tools.ledger().succeeded(plan.after());
    }

    private void undo(UndoCommand.Step step) {
        begin(step.undo(), inTransaction -> run(step, inTransaction));
    }

    private void apply(DowngradePlan.Former former) {
        begin(former.script(), inTransaction -> run(former, inTransaction));
    }

    private void begin(PreparedScript script, Consumer<Boolean> work) {
        boolean inTransaction = tools.scripts().inTransaction(script);
        tools.scripts().title(script, inTransaction);
        tools.session().restoreRole();
        tools.session().enterSchema();
        if (inTransaction) {
            tools.inTransaction(() -> work.accept(true));
        } else {
            work.accept(false);
        }
    }

    private void run(UndoCommand.Step step, boolean inTransaction) {
        tools.scripts().eachEvent(Event.BEFORE_EACH_UNDO, inTransaction);
        tools.scripts()
                .statements(
                        step.undo(), inTransaction, Event.BEFORE_EACH_UNDO_STATEMENT, Event.AFTER_EACH_UNDO_STATEMENT);
        tools.scripts().eachEvent(Event.AFTER_EACH_UNDO, inTransaction);
        tools.session().restoreRole();
        tools.history()
                .add(
                        MigrationVersion.fromVersion(step.version().version().orElseThrow()),
                        step.version().description(),
                        CoreMigrationType.DELETE,
                        step.version().script(),
                        null);
    }

    private void run(DowngradePlan.Former former, boolean inTransaction) {
        tools.scripts().eachEvent(Event.BEFORE_EACH_MIGRATE, inTransaction);
        tools.ledger().keep(List.of(former.script().file()));
        tools.scripts()
                .statements(
                        former.script(),
                        inTransaction,
                        Event.BEFORE_EACH_MIGRATE_STATEMENT,
                        Event.AFTER_EACH_MIGRATE_STATEMENT);
        tools.scripts().eachEvent(Event.AFTER_EACH_MIGRATE, inTransaction);
        tools.session().restoreRole();
        tools.history()
                .add(
                        null,
                        former.applied().description(),
                        CoreMigrationType.SQL,
                        former.applied().script(),
                        former.applied().checksum().orElse(null));
    }
}
