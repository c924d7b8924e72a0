package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One downgrade inside Flyway's scope.
 *
 * @param history reads the history again
 */
record DowngradeRun(FlywayScope scope, ApplyRun apply, Ledger ledger, Supplier<HistoryState> history) {

    Migrations.Result downgrade(DownTarget target) {
        HistoryState before = history.get();
        List<UndoCommand.Step> steps = steps(Targets.down(target, before), apply.undoFiles(), ledger, apply.preparer());
        if (steps.isEmpty()) {
            return new Migrations.Result(before.current(), before.current(), List.of(), List.of(), List.of());
        }
        PreparedScript.refuseSessionReset(
                steps.stream().map(UndoCommand.Step::undo).toList());
        apply.context().aimAt(aim(before, steps));
        var undo = new UndoCommand(scope, apply);
        ledger.record(
                "downgrade",
                before.current(),
                () -> {
                    undo.undo(steps);
                    return null;
                },
                () -> history.get().current());
        List<PreparedScript> scripts =
                steps.stream().map(UndoCommand.Step::undo).toList();
        return new Migrations.Result(
                before.current(), history.get().current(), undo.undone(), List.of(), PreparedScript.warnings(scripts));
    }

    /** {@return the version that the last step leads to: counted from where a failure leaves it, -N would be too far} */
    private static String aim(HistoryState before, List<UndoCommand.Step> steps) {
        Set<String> undone = steps.stream()
                .map(step -> step.version().version().orElseThrow())
                .collect(Collectors.toSet());
        return before.inForce().stream()
                .map(entry -> entry.version().orElseThrow())
                .filter(version -> !undone.contains(version))
                .map(Version::of)
                .max(Comparator.naturalOrder())
                .map(Version::toString)
                .orElse("base");
    }

    /** Reads every undo script before the first runs: the project's file, else the text kept when it was applied. */
    static List<UndoCommand.Step> steps(
            List<HistoryEntry> versions, Map<Version, ScriptFile> undoFiles, Ledger ledger, ScriptPreparer preparer) {
        Map<Version, ScriptFile> kept = ledger.undoScripts();
        return versions.stream()
                .map(entry -> {
                    Version version = Version.of(entry.version().orElseThrow());
                    ScriptFile undo =
                            Optional.ofNullable(undoFiles.get(version)).orElseGet(() -> kept.get(version));
                    return new UndoCommand.Step(entry, preparer.prepare(undo));
                })
                .toList();
    }
}
