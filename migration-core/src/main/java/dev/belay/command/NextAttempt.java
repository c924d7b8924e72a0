package dev.belay.command;

import dev.belay.migrate.ApplyFailure;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.ShellWord;
import dev.belay.outcome.StepReport.Step;
import dev.belay.postgres.PassingTrouble;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to do when a run has failed and the database is as it was before: nothing of what the failure says about half-done
 * scripts holds any more. Scripts that failed for their own fault are corrected first; for trouble that passes they are run
 * again as they are.
 *
 * @param cause why the run failed
 * @param plan the reviewed plan that was run; empty without one
 * @param goal the command that runs the same again
 * @param reached how far it had come
 */
record NextAttempt(BelayException cause, Optional<Path> plan, String goal, Reached reached) {

    /** How far a run had come. */
    enum Reached {
        /** Nothing of it had to be taken back. */
        NOTHING,
        /** Some of the scripts had been run for good. */
        SOME,
        /** All had been, and did not lead to what should hold, or nobody knows. */
        ALL;

        /** {@return how far these steps have come} */
        static Reached by(RunSteps steps) {
            if (steps.allApplied()) {
                return ALL;
            }
            return steps.reports().stream().anyMatch(report -> report.step() == Step.WAY_BACK) ? SOME : NOTHING;
        }
    }

    static NextAttempt of(BelayException cause, Safeguards guards, Retreat retreat, Reached reached) {
        return new NextAttempt(
                cause,
                guards.plan().map(ReviewedPlan::file),
                ApplyFailure.behind(cause).map(ApplyFailure::again).orElseGet(retreat::finish),
                reached);
    }

    /**
     * {@return what to do}
     *
     * @param result {@link Result#ROLLED_BACK} or {@link Result#RESTORED}
     */
    String after(Result result) {
        if (passes()) {
            return afterPassing(result);
        }
        if (mayRunAgain(result)) {
            return remedy() + "; nothing was applied, and nothing in the scripts has to be corrected: then" + " run  "
                    + same() + "  again";
        }
        return correction()
                .map(first -> first + review() + ", then run  " + goal
                        + plan.map(file -> " -Ddb.plan=<the new plan>").orElse("")
                        + "  again; as they are, the scripts are refused from now on: if the cause was elsewhere, add"
                        + " -Ddb.force=true")
                .orElseGet(() -> remedy() + "; then run  " + same()
                        + " -Ddb.force=true  , since what had to be taken back is not run again unforced");
    }

    private Optional<String> correction() {
        return reached == Reached.ALL && cause instanceof RefusalException
                ? Optional.of("correct the scripts, which have led to what does not hold")
                : ApplyFailure.behind(cause).flatMap(ApplyFailure::correction);
    }

    /** What failed was no script, and before any had changed something for good. */
    private boolean elsewhere() {
        return reached == Reached.NOTHING && ApplyFailure.behind(cause).isEmpty();
    }

    private boolean mayRunAgain(Result result) {
        return result == Result.ROLLED_BACK && (passes() || elsewhere());
    }

    private String remedy() {
        String next = cause.problem().next();
        return next.endsWith(".") ? next.substring(0, next.length() - 1) : next;
    }

    private String same() {
        return goal
                + plan.map(file -> " -Ddb.plan=" + ShellWord.of(file.toString()))
                        .orElse("");
    }

    private String review() {
        return plan.isEmpty() ? "" : ", have a new plan reviewed (mvn db:preview)";
    }

    private String afterPassing(Result result) {
        String nothing = "nothing in the scripts has to be corrected: ";
        if (result == Result.RESTORED) {
            return nothing + "when the cause is gone, run  " + same()
                    + " -Ddb.force=true  ; what ended in a restore is not run again unforced";
        }
        return PassingTrouble.isTimeOver(cause)
                ? nothing + "run  " + same() + " -Ddb.timeout=<longer>  to give them more time"
                : nothing + "when the cause is gone, run  " + same() + "  again";
    }

    /** {@return the line on record by which the same scripts may run again; empty when they have to be corrected} */
    Optional<String> onRecord(Result result) {
        return mayRunAgain(result)
                ? Optional.of(RunRecord.noFaultOfTheScripts(cause.problem().what()))
                : Optional.empty();
    }

    private boolean passes() {
        return PassingTrouble.isWhy(cause);
    }

    /**
     * {@return the failure of a reviewed plan of which something stays: that plan fits no more, and what is left is not run
     * without one}
     *
     * @param goal {@code upgrade} or {@code downgrade}
     */
    static Problem withNewPlan(Problem problem, String goal) {
        String command = "mvn db:" + goal;
        return problem.next().contains(command)
                ? withNext(
                        problem,
                        problem.next().replace(command, command + " -Ddb.plan=<the new plan>")
                                + "; before that, have a plan of what is left reviewed (mvn db:preview)")
                : problem;
    }

    /** {@return the failure, with what to do in place of what it says} */
    static Problem withNext(Problem problem, String next) {
        return new Problem(problem.what(), problem.details(), problem.state(), next);
    }
}
