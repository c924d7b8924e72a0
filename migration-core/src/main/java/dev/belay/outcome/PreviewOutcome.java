package dev.belay.outcome;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do.
 *
 * @param target the database it was made for
 * @param direction up or down
 * @param sql the file that psql can run
 * @param versionBefore empty when nothing is applied
 * @param versionAfter empty when nothing would be applied
 * @param steps the scripts in the order in which they would run
 * @param warnings what psql cannot do as the goal would, such as a Java migration
 */
public record PreviewOutcome(
        TargetInfo target,
        Direction direction,
        Path sql,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<Step> steps,
        List<String> warnings) {

    /**
     * One script of the plan.
     *
     * @param script its path as the history names it
     * @param version empty for repeatables
     * @param description the words of its name
     * @param statements how many statements it has
     * @param inTransaction whether it would run in one transaction
     */
    public record Step(
            String script, Optional<String> version, String description, int statements, boolean inTransaction) {}
}
