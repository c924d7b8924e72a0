package dev.belay.migrate;

import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;

/**
 * What a preview has written.
 *
 * @param before the highest version now
 * @param after the highest version that there would be
 * @param steps the scripts in the order in which they would run
 * @param warnings what psql cannot do as the goal would, and what people should know of the scripts
 */
public record PreviewPlan(Optional<Version> before, Optional<Version> after, List<Step> steps, List<String> warnings) {}
