package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.RunReport;
import dev.belay.rehearsal.Rehearsal;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is particular to one direction of a safeguarded run. It is of one run, and may remember what its steps find out.
 *
 * @param <O> the outcome of a run that ended well
 */
interface RunDirection<O> {

    /**
     * A run that has got as far as a plan.
     *
     * @param database open for writing
     * @param eyes a session that only reads
     * @param plan what is going to be done
     * @param before how the database was before
     */
    record Run(OpenDatabase database, Connection eyes, PreviewPlan plan, Before before, RunSteps steps) {}

    /**
     * A run that has ended well.
     *
     * @param duration of all of it
     */
    record Ended(
            Run run,
            Migrations.Result result,
            Optional<Backup> backup,
            Optional<Rehearsal.Result> rehearsal,
            Duration duration) {}

    /** {@return the goal, as the journal and the reports name it} */
    String goal();

    /** {@return what the scripts of its plan are, for people: {@code pending}} */
    String kind();

    /** {@return what is going to be done; refuses what cannot be} */
    PreviewPlan plan(OpenDatabase database);

    /** {@return the outcome of a run that has nothing to do} */
    O nothing(OpenDatabase database, Instant started);

    /** {@return the same outcome, with steps that were taken nevertheless} */
    O withSteps(O outcome, RunSteps steps);

    /** The check of the scripts. */
    void check(Run run);

    /** The rehearsal, and what follows from it. */
    Optional<Rehearsal.Result> rehearse(Run run, Optional<Backup> backup);

    /** {@return what the scripts did} */
    Migrations.Result apply(Migrations migrations);

    /** {@return how what was done so far can be taken back with scripts} */
    Retreat retreat(Run run);

    O outcome(Ended ended);

    /** {@return what need not hold behind this run} */
    default ValidateStep.Tolerated tolerated() {
        return ValidateStep.Tolerated.NOTHING;
    }

    /** {@return the report of the run, with what only this direction knows} */
    default RunReport completed(RunReport report) {
        return report;
    }
}
