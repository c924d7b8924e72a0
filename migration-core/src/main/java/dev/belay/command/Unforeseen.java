package dev.belay.command;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;

/** What nobody has foreseen ends a run in the journal and in its report, as everything does. */
final class Unforeseen {

    private Unforeseen() {}

    /** {@return the failure itself where it has words for people; else with some} */
    static BelayException or(RuntimeException failure) {
        return failure instanceof BelayException belay
                ? belay
                : new EnvironmentException(
                        Problem.of(
                                "something unforeseen has happened: " + failure,
                                "run the goal again with -e, which shows where, and report that"),
                        failure);
    }
}
