package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.StepReport.Step;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import dev.belay.validation.Assertions;
import dev.belay.validation.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Step 4: the planned scripts on a copy of the database, up, down and up again. */
record RehearsalStep(Safeguards guards, RunSteps steps, DatabaseRequest database) {

    /** @param checked what the check has found; empty when there was none */
    Optional<Rehearsal.Result> take(
            PreviewPlan plan, OpenDatabase open, Optional<CheckOutcome> checked, Optional<Backup> backup) {
        if (guards.rehearsal().isEmpty()) {
            steps.skip(Step.REHEARSAL, "nothing is rehearsed in this run");
            return Optional.empty();
        }
        if (guards.rehearsal().get().mode() == Safeguards.Rehearsing.Mode.SAME_SERVER) {
            Elsewhere.requireNone(checked);
        }
        return Optional.of(steps.take(Step.REHEARSAL, () -> rehearse(plan, open, backup)));
    }

    private RunSteps.Ended<Rehearsal.Result> rehearse(PreviewPlan plan, OpenDatabase open, Optional<Backup> backup) {
        var copies = new RehearsalCopies(guards.rehearsal().orElseThrow(), guards, database, open);
        Rehearsal.Result result = copies.with(backup, rehearsal(plan, open));
        RehearsalFigures figures = result.figures();
        var limit = new LockLimit(guards, steps, database.environment());
        limit.refuseTooLong(figures);
        if (!result.failures().isEmpty()) {
            steps.refuseUnlessForced(
                    guards.force(),
                    "the rehearsal on a copy failed",
                    result.failures(),
                    "correct the scripts; nothing was applied");
            var failed = new ArrayList<>(result.failures());
            failed.addAll(copies.lacking());
            failed.addAll(limit.cutShort(figures, copies.whyWithoutData()));
            return RunSteps.Ended.warned(result, "FAILED, and forced: " + words(figures), failed);
        }
        var warnings = new ArrayList<String>();
        warnings.addAll(copies.lacking());
        warnings.addAll(limit.unmeasured(figures, copies.whyWithoutData()));
        warnings.addAll(result.warnings());
        if (!figures.wayBack().restores() && figures.wayBack() != WayBack.NO_UNDO) {
            warnings.addAll(figures.differences());
        }
        return RunSteps.Ended.warned(result, words(figures), warnings);
    }

    /** {@return what is done on a copy} */
    Function<Rehearsal.Copy, Rehearsal.Result> rehearsal(PreviewPlan plan, OpenDatabase open) {
        return copy -> Rehearsal.run(copy, request(plan, open));
    }

    private Rehearsal.Request request(PreviewPlan plan, OpenDatabase open) {
        Set<String> pending = open.migrations().history().pending().stream()
                .map(HistoryEntry::script)
                .collect(Collectors.toSet());
        return new Rehearsal.Request(
                database.project(),
                pending,
                plan.scripts(),
                SafeUpgrade.versions(plan),
                undoable(plan),
                open.migrations().historyTable(),
                guards.timeout().isZero() ? Duration.ofHours(24) : guards.timeout(),
                connection -> violations(Assertions.check(connection, guards.assertions(), Assertions.PATIENCE)));
    }

    private static List<String> violations(Assertions asserted) {
        return asserted.violations().stream().map(Violation::toString).toList();
    }

    private boolean undoable(PreviewPlan plan) {
        Set<Version> undos = database.project().scripts().undo().stream()
                .map(ScriptFile::name)
                .flatMap(name -> name.version().stream())
                .collect(Collectors.toSet());
        return plan.steps().stream()
                .flatMap(step -> step.version().stream())
                .allMatch(version -> undos.contains(Version.of(version)));
    }

    private static String words(RehearsalFigures figures) {
        String down =
                figures.down().map(took -> ", down " + LockLimit.seconds(took)).orElse("");
        String back = switch (figures.wayBack()) {
            case EXACT -> ", schema back exactly";
            case COLUMN_ORDER -> ", schema back but for the order of columns";
            case DIFFERS -> ", schema NOT as before";
            case FAILED -> ", an undo script FAILED";
            case NOT_AGAIN -> ", and could NOT be applied again";
            case NO_UNDO -> ", no way down";
        };
        String lock = figures.longest()
                .map(longest -> "; longest strong lock " + LockLimit.seconds(longest.held()) + " on " + longest.table())
                .orElse("; no strong lock on a table that was there");
        return (figures.withData() ? "" : "on the schema without rows: ") + "up " + LockLimit.seconds(figures.up())
                + down + back + lock;
    }
}
