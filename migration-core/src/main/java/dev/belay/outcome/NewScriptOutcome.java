package dev.belay.outcome;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which scripts were created.
 *
 * @param version as it is written in the files' names; empty for a repeatable
 * @param description the words of the files' names, with blanks
 * @param after the version that was the highest before; empty when there was none, and for a repeatable
 * @param files absolute, the versioned or repeatable script first
 * @param dryRun whether they were only named, and not created
 * @param notes what should be known although it ended well
 */
public record NewScriptOutcome(
        Optional<String> version,
        String description,
        Optional<String> after,
        List<Path> files,
        boolean dryRun,
        List<String> notes) {}
