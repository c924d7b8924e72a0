package dev.belay.outcome;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a goal ended that did not succeed; takes the place of the report that it would have written.
 *
 * @param outcome whether anything had begun to run
 * @param goal its name without prefix
 * @param what the problem in one sentence
 * @param place where it is, {@code V7__add_roles.sql:3:1}; empty when it is no place in a script or file
 * @param details further lines, such as the statement or the list of missing scripts
 * @param state in what state the database is; empty when that is not known
 * @param next the next command to type, or the remedy
 * @param target the database; empty when none was reached
 * @param run the run's name; empty when no database was reached
 * @param scripts what this run had applied, or undone, before it failed, and what stays so, in order
 */
public record FailedOutcome(
        Ending outcome,
        String goal,
        String what,
        Optional<String> place,
        List<String> details,
        Optional<String> state,
        String next,
        Optional<TargetInfo> target,
        Optional<RunId> run,
        List<String> scripts) {

    /** How a goal ends that does not succeed. */
    public enum Ending {
        /** Nothing was run: what was asked is not allowed, or cannot be. */
        REFUSED,
        /** Something broke: a statement failed, a server did not answer. */
        FAILED
    }

    public FailedOutcome {
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(goal);
        details = List.copyOf(details);
        scripts = List.copyOf(scripts);
    }

    /** {@return the report of a problem} */
    public static FailedOutcome of(
            Ending outcome,
            String goal,
            Problem problem,
            Optional<TargetInfo> target,
            Optional<RunId> run,
            List<String> scripts) {
        return new FailedOutcome(
                outcome,
                goal,
                problem.what(),
                problem.place(),
                problem.details(),
                problem.state(),
                problem.next(),
                target,
                run,
                scripts);
    }
}
