package dev.belay.command;

import dev.belay.migrate.KilledRun;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.script.Version;
import java.util.Optional;

/**
 * A run with its safeguards, from its plan on; what there is to apply is a {@link GuardedRun}'s.
 *
 * @param <O> the outcome when it ends well
 */
final class SafeRun<O> {

    private final RunTools<O> tools;
    private Optional<GuardedRun<O>> guarded = Optional.empty();

    SafeRun(DatabaseRequest request, Safeguards guards, RunDirection<O> direction) {
        this.tools = RunTools.of(request, guards, direction);
    }

    /** @throws BelayException when it does not end well; its state says where the database is then */
    O run() {
        tools.request().project().requireSound();
        try (var sitting = Sitting.open(tools.request(), tools.writes())) {
            OpenDatabase database = sitting.database();
            tools.traffic().inherit(database.killed());
            PreviewPlan plan = tools.direction().plan(database);
            var before = Before.read(sitting.eyes(), database);
            var repetition = new Repetition(tools.request(), tools.direction().goal(), tools.guards(), tools.steps());
            var run = new RunDirection.Run(database, sitting.eyes(), plan, before, tools.steps());
            if (plan.steps().isEmpty()) {
                repetition.refuseHalf(run);
            } else {
                repetition.refuse(run);
            }
            tools.guards()
                    .plan()
                    .ifPresent(reviewed ->
                            reviewed.requireUnmoved(database.target().database(), plan, before.schema()));
            return plan.steps().isEmpty()
                    ? nothingToDo(run)
                    : begun(sitting, plan, before).run();
        } finally {
            tools.traffic().close();
            tools.traffic().untold().forEach(tools.request().progress()::warn);
        }
    }

    private GuardedRun<O> begun(Sitting sitting, PreviewPlan plan, Before before) {
        var begun = new GuardedRun<>(tools, sitting, plan, before);
        guarded = Optional.of(begun);
        return begun;
    }

    /** {@return what was told of it, however it has ended; empty when it did not come to its first step} */
    Optional<RunReport> told() {
        return guarded.flatMap(GuardedRun::told);
    }

    /**
     * A run that was killed behind its last script has not seen whether all holds; one that ended as invalid has seen that
     * it does not, which a second call must not turn into a success.
     */
    private O nothingToDo(RunDirection.Run run) {
        OpenDatabase database = run.database();
        O outcome = tools.direction().nothing(database, tools.started());
        Optional<RunId> unvalidated = database.killed().stream()
                .filter(KilledRun::leftUnvalidated)
                .map(KilledRun::run)
                .findFirst()
                .or(() -> database.migrations()
                        .pastRuns()
                        .leftInvalid(tools.direction().goal()));
        if (unvalidated.isEmpty()) {
            return outcome;
        }
        Optional<Problem> invalid =
                tools.validation().take(run.eyes(), database, run.before(), Optional.empty(), Optional.empty());
        if (invalid.isPresent()) {
            String version = database.migrations()
                    .history()
                    .current()
                    .map(Version::toString)
                    .orElse("none");
            throw new RefusalException(invalid.get()
                    .withState(database.target().database() + " is at version " + version + ", as run "
                            + unvalidated.get() + " left it; nothing was taken back."));
        }
        database.migrations().pastRuns().holds(unvalidated.get());
        return tools.direction().withSteps(outcome, tools.steps());
    }
}
