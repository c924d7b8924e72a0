package dev.belay.maven;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.FailedOutcome.Ending;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;

/**
 * A goal that ended without success, as it is shown and reported.
 *
 * @param ending whether anything had begun to run
 * @param problem what to show
 */
record Failure(Ending ending, Problem problem) {

    static Failure of(Goal goal, BelayException e) {
        boolean refused = e instanceof RefusalException && !goal.witness().hasStarted();
        return new Failure(refused ? Ending.REFUSED : Ending.FAILED, withState(goal, e.problem()));
    }

    /** An exception that nobody has thought of. */
    static Failure defect(RuntimeException e) {
        return new Failure(
                Ending.FAILED,
                Problem.of(
                                "this is a defect of Belay (" + e.getClass().getSimpleName() + "), not of your scripts",
                                "mvn db:current  shows where the database is; please report the defect with the output"
                                        + " of the same command and -e")
                        .withState("Nothing is known of the database's state."));
    }

    /** What was thrown far from any database does not know that none was reached; the goal does. */
    private static Problem withState(Goal goal, Problem problem) {
        if (problem.state().isPresent()) {
            return problem;
        }
        if (goal.witness().target().isEmpty()) {
            return problem.withState("No database was touched.");
        }
        return goal.changesDatabase() ? problem : problem.withState("The database is unchanged.");
    }

    /** {@return what Maven prints} */
    String message() {
        return String.join("\n", problem.lines());
    }

    /** {@return what takes the place of the goal's report} */
    FailedOutcome outcome(Goal goal) {
        RunWitness seen = goal.witness();
        return FailedOutcome.of(
                ending,
                goal.name(),
                problem.withCommands(Retyped.of(goal)::in),
                seen.target(),
                seen.run(),
                seen.scripts());
    }
}
