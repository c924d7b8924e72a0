package dev.belay.outcome;

import dev.belay.finding.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run would do.
 *
 * @param formatVersion of the file that this is written to; see {@link #FORMAT_VERSION}
 * @param target the database it was made for
 * @param direction up or down
 * @param sql the file that psql can run
 * @param versionBefore empty when nothing is applied
 * @param versionAfter empty when nothing would be applied
 * @param steps the scripts in the order in which they would run
 * @param inputs what else the run would take
 * @param warnings what psql cannot do as the goal would, such as a Java migration
 * @param schema fingerprint of the database's schema, by which a later run sees whether it has moved
 * @param objects of that schema, by type and identity, with a hash of each: they name what has moved
 * @param findings what a check says of the scripts
 * @param rehearsal what a rehearsal has shown; empty without one
 */
public record PreviewOutcome(
        int formatVersion,
        TargetInfo target,
        Direction direction,
        Path sql,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<Step> steps,
        Inputs inputs,
        List<String> warnings,
        Optional<String> schema,
        Map<String, Map<String, String>> objects,
        List<Finding> findings,
        Optional<RehearsalFigures> rehearsal) {

    /** Of files without it, 1: those have no {@code objects}. */
    public static final int FORMAT_VERSION = 2;

    /**
     * What makes another run of the same scripts.
     *
     * @param callbacks SHA-256 of each callback script and its {@code .conf}, in hexadecimal, by its name
     * @param placeholders the project's own that the scripts use, by name, with a hash (PBKDF2) of the value
     */
    public record Inputs(Map<String, String> callbacks, Map<String, String> placeholders) {

        /** Nothing else. */
        public static final Inputs NONE = new Inputs(Map.of(), Map.of());
    }

    /**
     * One script of the plan.
     *
     * @param script its path as the history names it
     * @param version empty for repeatables
     * @param description the words of its name
     * @param statements how many statements it has
     * @param inTransaction whether it would run in one transaction
     * @param sha256 of its text and its {@code .conf}, in hexadecimal; empty for a migration in Java
     */
    public record Step(
            String script,
            Optional<String> version,
            String description,
            int statements,
            boolean inTransaction,
            Optional<String> sha256) {}
}
