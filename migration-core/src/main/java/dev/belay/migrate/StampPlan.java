package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.StampOutcome.Row;
import dev.belay.script.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows that a stamp adds to a history; none is changed or removed.
 *
 * @param before the highest version in force
 * @param after the highest version that will be; empty when none will
 * @param rows in the order in which they are written
 */
public record StampPlan(Optional<Version> before, Optional<Version> after, List<Row> rows) {

    private static final Set<State> NOT_APPLIED = Set.of(State.PENDING, State.IGNORED, State.ABOVE_TARGET);

    public StampPlan {
        rows = List.copyOf(rows);
    }

    /**
     * {@return what is to be written}
     *
     * @param exists whether there is a history table
     * @param baseline the description of a baseline's row
     * @throws RefusalException when the target is no version, or the history begins above it
     */
    static StampPlan of(StampTarget target, HistoryState history, boolean exists, String baseline) {
        Optional<Version> wanted = wanted(target, history, exists);
        if (!exists) {
            // Flyway's row has its description for a script's name, too
            List<Row> rows = wanted.stream()
                    .map(version -> new Row(
                            Row.Kind.BASELINE, version.toString(), baseline, "BASELINE", baseline, Optional.empty()))
                    .toList();
            return new StampPlan(Optional.empty(), wanted, rows);
        }
        List<Row> down = target instanceof StampTarget.Latest ? List.of() : above(wanted, history);
        List<Row> rows =
                Stream.concat(down.stream(), missing(wanted, history).stream()).toList();
        return new StampPlan(history.current(), target instanceof StampTarget.Latest ? highest(history) : wanted, rows);
    }

    private static Optional<Version> wanted(StampTarget target, HistoryState history, boolean exists) {
        if (target instanceof StampTarget.To to) {
            // without any script it is where a project begins that has none yet
            boolean none = !exists && versions(history).findAny().isEmpty();
            if (!none && versions(history).noneMatch(to.version()::equals)) {
                throw refused(
                        "there is no version " + to.version() + " among the scripts"
                                + (exists ? ", nor in the history" : ""),
                        exists
                                ? "mvn db:history  shows the versions"
                                : "name the version of a script; what lies at or below the baseline never runs");
            }
            return Optional.of(to.version());
        }
        return target instanceof StampTarget.Latest ? highest(history) : Optional.empty();
    }

    private static Optional<Version> highest(HistoryState history) {
        return versions(history).max(Comparator.naturalOrder());
    }

    /** What was applied, or may be: a version that was undone and has no script any more is none. */
    private static Stream<Version> versions(HistoryState history) {
        return Stream.concat(
                        history.inForce().stream(),
                        history.entries().stream().filter(entry -> NOT_APPLIED.contains(entry.state())))
                .flatMap(StampPlan::version);
    }

    /** As a downgrade would go, and with its rows. */
    private static List<Row> above(Optional<Version> wanted, HistoryState history) {
        return history.inForce().stream()
                .filter(entry ->
                        wanted.isEmpty() || version(entry).anyMatch(version -> version.compareTo(wanted.get()) > 0))
                .sorted(Comparator.comparingInt(
                                (HistoryEntry entry) -> entry.installedRank().orElse(0))
                        .reversed())
                .map(StampPlan::notApplied)
                .toList();
    }

    private static Row notApplied(HistoryEntry entry) {
        String version = entry.version().orElseThrow();
        if (entry.state() == State.BASELINE) {
            throw refused(
                    "the history begins with a baseline at version " + version + ", below which nothing is known of it",
                    "name that version or a later one; to begin anew, drop the history table and stamp again");
        }
        return new Row(
                Row.Kind.NOT_APPLIED,
                version,
                entry.description(),
                UndoCommand.TAKEN_BACK.name(),
                entry.script(),
                Optional.empty());
    }

    private static List<Row> missing(Optional<Version> wanted, HistoryState history) {
        return history.entries().stream()
                .filter(entry -> NOT_APPLIED.contains(entry.state()))
                .filter(entry ->
                        version(entry).anyMatch(version -> wanted.isPresent() && version.compareTo(wanted.get()) <= 0))
                .sorted(Comparator.comparing(entry -> Version.of(entry.version().orElseThrow())))
                .map(entry -> new Row(
                        Row.Kind.APPLIED,
                        entry.version().orElseThrow(),
                        entry.description(),
                        entry.type(),
                        entry.script(),
                        entry.checksum()))
                .toList();
    }

    private static Stream<Version> version(HistoryEntry entry) {
        return entry.version().map(Version::of).stream();
    }

    private static RefusalException refused(String what, String next) {
        return new RefusalException(Problem.of(what, next).withState("The database is unchanged."));
    }
}
