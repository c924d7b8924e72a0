package dev.belay.migrate;

import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that the journal knows no end of, and that does not live any more.
 *
 * @param run its name
 * @param goal {@code upgrade}
 * @param started when it began
 * @param step the last that it began, as people read it; empty when it had none
 * @param stepEnded whether it had ended that one
 */
public record KilledRun(RunId run, String goal, Instant started, Optional<String> step, boolean stepEnded) {

    /** {@return whether it may have been inside its maintenance window, which opens behind the rehearsal} */
    public boolean mayHaveOpenedWindow() {
        return step.filter(name -> atWork(name) || name.equals(Step.REHEARSAL.toString()) && stepEnded)
                .isPresent();
    }

    /** {@return whether it may have applied all, and had not looked yet whether that holds} */
    public boolean leftUnvalidated() {
        return step.filter(name ->
                        name.equals(Step.APPLY.toString()) || name.equals(Step.VALIDATE.toString()) && !stepEnded)
                .isPresent();
    }

    /** {@return whether a restore that it came to was its way back, and not what it was for} */
    public boolean restoresAsWayBack() {
        return !goal.equals("restore");
    }

    private static boolean atWork(String step) {
        return Stream.of(Step.APPLY, Step.VALIDATE, Step.WAY_BACK)
                .map(Step::toString)
                .anyMatch(step::equals);
    }

    /** {@return {@code run 7f3a09c1 (upgrade) was killed in its step backup}} */
    public String describe() {
        String where = step.map(name -> (stepEnded ? " behind its step " : " in its step ") + name)
                .orElse(" before its first step");
        return "run " + run + " (" + goal + ", begun " + started + ") was killed" + where;
    }
}
