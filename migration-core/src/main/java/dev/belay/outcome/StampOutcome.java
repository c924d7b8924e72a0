package dev.belay.outcome;

import java.util.List;
import java.util.Optional;

/**
 * What a stamp has written into a history, or would write.
 *
 * @param target the database
 * @param run empty when nothing was written
 * @param versionBefore empty when no version was applied
 * @param versionAfter empty when none is
 * @param rows of the history, in the order in which they were written
 * @param drift how the live schema differs from what the scripts up to that version make, a line each; lines of a
 *     definition are indented
 * @param notCompared why the schema was not compared; empty when it was
 * @param sql what leads from one schema to the other; empty when they are equal
 * @param sqlMissing why there is none although they differ; empty when there is
 * @param forced whether it was to be written all the same
 * @param dryRun whether it was only shown
 */
public record StampOutcome(
        TargetInfo target,
        Optional<RunId> run,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<Row> rows,
        List<String> drift,
        Optional<String> notCompared,
        List<DriftScript> sql,
        Optional<String> sqlMissing,
        boolean forced,
        boolean dryRun) {

    public StampOutcome {
        rows = List.copyOf(rows);
        drift = List.copyOf(drift);
        sql = List.copyOf(sql);
    }

    /**
     * A row, as Flyway writes it: it has taken no time, and has succeeded.
     *
     * @param kind what it says
     * @param version as the script's name has it
     * @param description the words of the script's name
     * @param type Flyway's type, such as {@code SQL}
     * @param script its path below its location, or its class
     * @param checksum Flyway's; empty where it writes none
     */
    public record Row(
            Kind kind, String version, String description, String type, String script, Optional<Integer> checksum) {

        /** What a row says of a version. */
        public enum Kind {
            /** The database stands there; how it came there is not known. */
            BASELINE,
            /** Its script has been applied. */
            APPLIED,
            /** It is not applied any more. */
            NOT_APPLIED
        }
    }

    /** {@return whether the live schema is known to be what it is recorded as} */
    public boolean agrees() {
        return drift.isEmpty() && notCompared.isEmpty();
    }
}
