package dev.belay.migrate;

import dev.belay.outcome.PreviewOutcome.Inputs;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a preview has written.
 *
 * @param before the highest version now
 * @param after the highest version that there would be
 * @param steps the scripts in the order in which they would run
 * @param inputs what else the run takes
 * @param warnings what psql cannot do as the goal would, and what people should know of the scripts
 */
public record PreviewPlan(
        Optional<Version> before, Optional<Version> after, List<Step> steps, Inputs inputs, List<String> warnings) {

    /** {@return the names of the scripts that would run} */
    public Set<String> scripts() {
        return steps.stream().map(Step::script).collect(Collectors.toSet());
    }
}
