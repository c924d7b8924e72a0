package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.AppliedProject;
import dev.belay.migrate.DownTarget;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.StepReport.Step;
import dev.belay.rehearsal.DownRehearsal;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Step 4 of a downgrade: the undo scripts on a copy of the database, compared with what the version had, and up again.
 *
 * @param down what is taken back
 * @param applied what the database has applied
 */
record DownRehearsalStep(
        Safeguards guards,
        DatabaseRequest database,
        RunDirection.Run run,
        DownTarget.Exactly down,
        AppliedProject applied) {

    /**
     * @param checked what the check has found; empty when there was none
     * @param former the schema that the version had; empty when that is not to be found out
     */
    Optional<DownRehearsal.Result> take(
            Optional<CheckOutcome> checked, Optional<Backup> backup, Optional<FormerSchema> former) {
        if (guards.rehearsal().isEmpty()) {
            run.steps().skip(Step.REHEARSAL, "nothing is rehearsed in this run");
            return Optional.empty();
        }
        if (guards.rehearsal().get().mode() == Safeguards.Rehearsing.Mode.SAME_SERVER) {
            Elsewhere.requireNone(checked);
        }
        return Optional.of(run.steps().take(Step.REHEARSAL, () -> rehearse(backup, former)));
    }

    private RunSteps.Ended<DownRehearsal.Result> rehearse(Optional<Backup> backup, Optional<FormerSchema> former) {
        var copies = new RehearsalCopies(guards.rehearsal().orElseThrow(), guards, database, run.database());
        var untold = new ArrayList<String>();
        DownRehearsal.Result result = copies.with(
                backup,
                copy -> DownRehearsal.run(copy, new DownRequests(guards, down, applied).of(run.database(), untold)));
        RehearsalFigures figures = result.shown().figures();
        var limit = new LockLimit(guards, run.steps(), database.environment());
        limit.refuseTooLong(figures);
        if (!result.shown().failures().isEmpty()) {
            run.steps()
                    .refuseUnlessForced(
                            guards.force(),
                            "the rehearsal on a copy failed",
                            result.shown().failures(),
                            "correct the undo scripts; nothing was undone");
            var failed = new ArrayList<>(result.shown().failures());
            failed.addAll(copies.lacking());
            failed.addAll(limit.cutShort(figures, copies.whyWithoutData()));
            return RunSteps.Ended.warned(result, "FAILED, and forced", failed);
        }
        FormerSchema.Compared compared = compared(result.shown(), former);
        var warnings = new ArrayList<String>();
        warnings.addAll(copies.lacking());
        warnings.addAll(limit.unmeasured(figures, copies.whyWithoutData()));
        warnings.addAll(result.shown().warnings());
        compared.not().ifPresent(why -> warnings.add("not compared with the schema that the version had: " + why));
        warnings.addAll(untold);
        if (figures.wayBack() != WayBack.NO_UNDO && !figures.wayBack().restores()) {
            warnings.add("a failed downgrade cannot be taken back with the versioned scripts:");
            warnings.addAll(figures.differences());
        }
        return RunSteps.Ended.warned(result, words(figures, compared), warnings);
    }

    private FormerSchema.Compared compared(Rehearsal.Result shown, Optional<FormerSchema> former) {
        FormerSchema.Compared compared = former.map(schema -> schema.compare(
                        shown.before(), shown.after(), shown.figures().withData()))
                .orElseGet(() -> FormerSchema.Compared.not("no check was asked for, which replays it"));
        if (!compared.diff().isEmpty() && !compared.diff().isColumnOrderOnly()) {
            run.steps()
                    .refuseUnlessForced(
                            guards.force(),
                            "the undo scripts do not lead to the schema that " + version() + " had",
                            compared.diff().lines(),
                            "correct the undo scripts (mvn db:test tells which), or add -Ddb.force=true");
        }
        return compared;
    }

    /** What the copy never had, such as publications, has not gone. */
    private SchemaSnapshot changed(Rehearsal.Result shown) {
        return run.before().schema().changedAs(shown.before(), shown.after());
    }

    private String version() {
        return run.plan()
                .after()
                .map(Version::toString)
                .map(at -> "version " + at)
                .orElse("the database before any version");
    }

    private String words(RehearsalFigures figures, FormerSchema.Compared compared) {
        String schema = compared.not().isPresent()
                ? ""
                : compared.diff().isEmpty()
                        ? ", schema as " + version() + " had it"
                        : compared.diff().isColumnOrderOnly()
                                ? ", schema as " + version() + " had it but for the order of columns"
                                : ", schema NOT as " + version() + " had it";
        String back = switch (figures.wayBack()) {
            case EXACT, COLUMN_ORDER -> ", up again " + LockLimit.seconds(figures.up());
            case NO_UNDO -> "";
            case DIFFERS -> ", up again the schema is NOT as before";
            case FAILED, NOT_AGAIN -> ", and could NOT be applied again";
        };
        String lock = figures.longest()
                .map(longest -> "; longest strong lock " + LockLimit.seconds(longest.held()) + " on " + longest.table())
                .orElse("; no strong lock on a table that was there");
        return (figures.withData() ? "" : "on the schema without rows: ") + "down "
                + LockLimit.seconds(figures.down().orElse(Duration.ZERO)) + schema + back + lock;
    }
}
