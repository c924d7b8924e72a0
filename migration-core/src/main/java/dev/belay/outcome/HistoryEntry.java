package dev.belay.outcome;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line of the history: an applied row, or a script that is not applied.
 *
 * @param installedRank the row's rank; empty for a script that was not applied
 * @param version empty for repeatables
 * @param description the words of the script's name
 * @param type the type column, such as {@code SQL}, {@code JDBC}, {@code BASELINE}, {@code DELETE}
 * @param script the script's path or class
 * @param state what became of it
 * @param flywayState the state as Flyway's own {@code info} names it
 * @param installedOn the server's time of the row, without zone as Flyway keeps it
 * @param installedBy the role that applied it
 * @param executionTime milliseconds
 * @param checksum Flyway's checksum, of the row when applied, else of the script
 * @param undo where a script that takes it back would come from
 */
public record HistoryEntry(
        OptionalInt installedRank,
        Optional<String> version,
        String description,
        String type,
        String script,
        State state,
        String flywayState,
        Optional<LocalDateTime> installedOn,
        Optional<String> installedBy,
        OptionalInt executionTime,
        Optional<Integer> checksum,
        Undo undo) {

    /**
     * {@return whether an upgrade would apply it} Of a repeatable that has changed, Flyway shows what was applied as
     * outdated and what is going to be applied as pending.
     *
     * @param all the entries that it is one of
     */
    public boolean isToApply(List<HistoryEntry> all) {
        return state == State.PENDING
                || state == State.OUTDATED
                        && all.stream().noneMatch(other -> other.state == State.PENDING && other.script.equals(script));
    }

    /** What became of a script. */
    public enum State {
        APPLIED("applied"),
        PENDING("pending"),
        /** A versioned script that was applied, and taken back by a later row. */
        UNDONE("undone"),
        /** The row that takes an earlier one back. */
        DELETED("deleted"),
        FAILED("failed"),
        /** Applied, and its script is gone. */
        MISSING("missing"),
        /** Applied after a later version. */
        OUT_OF_ORDER("out of order"),
        /** Applied, and its script's text is another now. */
        CHANGED("changed"),
        /** A repeatable that will be applied again, its text having changed. */
        OUTDATED("outdated"),
        /** An earlier application of a repeatable that was applied again since. */
        SUPERSEDED("superseded"),
        /** Not applied, and a later version is: it will not be, unless out of order is allowed. */
        IGNORED("ignored"),
        /** Applied by a project that has later versions than this one. */
        FUTURE("future"),
        BASELINE("baseline"),
        BELOW_BASELINE("below baseline"),
        ABOVE_TARGET("above target");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** {@return the state as people read it} */
        public String label() {
            return label;
        }
    }

    /** Where the script that takes a version back would come from. */
    public enum Undo {
        /** From a file of the project. */
        FILE,
        /** From the text kept in the database when the version was applied. */
        KEPT,
        /** There is none. */
        NONE
    }
}
