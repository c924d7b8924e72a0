package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;

/** A downgrade as text, in the order of {@link DowngradeRun} and {@link UndoCommand}. */
final class DowngradeText {

    private final PreviewTools tools;
    private final HistoryState before;
    private final List<UndoCommand.Step> steps;

    /**
     * Looks at what would be taken back, and reads the undo scripts.
     *
     * @throws dev.belay.outcome.RefusalException when the downgrade would be refused
     */
    DowngradeText(PreviewTools tools, HistoryState before, DownTarget target) {
        this.tools = tools;
        this.before = before;
        this.steps = DowngradeRun.steps(
                Targets.down(target, before), tools.project().undoFiles(), tools.kept(), tools.preparer());
    }

    /** {@return what it would do} */
    PreviewPlan plan() {
        List<HistoryEntry> undone =
                steps.stream().map(UndoCommand.Step::version).toList();
        Optional<Version> after = before.inForce().stream()
                .filter(entry -> !undone.contains(entry))
                .map(entry -> Version.of(entry.version().orElseThrow()))
                .max(Version::compareTo);
        return new PreviewPlan(
                before.current(),
                after,
                steps.stream().map(this::step).toList(),
                PreparedScript.warnings(
                        steps.stream().map(UndoCommand.Step::undo).toList()));
    }

    private Step step(UndoCommand.Step step) {
        return new Step(
                step.undo().file().script(),
                step.version().version(),
                step.version().description(),
                step.undo().statements().size(),
                tools.scripts().inTransaction(step.undo()),
                Optional.of(ScriptDigest.of(step.undo().file())));
    }

    /** Writes it. */
    void write() {
        if (steps.isEmpty()) {
            return;
        }
        tools.ledger().started("downgrade", before.current());
        tools.scripts().eventInOwnSession(Event.BEFORE_UNDO);
        steps.forEach(this::undo);
        tools.scripts().eventInOwnSession(Event.AFTER_UNDO);
        tools.ledger().succeeded(plan().after());
    }

    private void undo(UndoCommand.Step step) {
        boolean inTransaction = tools.scripts().inTransaction(step.undo());
        tools.scripts().title(step.undo(), inTransaction);
        tools.session().restoreRole();
        tools.session().enterSchema();
        if (inTransaction) {
            tools.inTransaction(() -> run(step, true));
        } else {
            run(step, false);
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
}
