package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.script.Version;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Questions that are asked of a history.
 *
 * @param entries every migration with its state
 */
public record HistoryState(List<HistoryEntry> entries) {

    private static final Set<State> IN_FORCE =
            EnumSet.of(State.APPLIED, State.CHANGED, State.OUT_OF_ORDER, State.MISSING, State.FUTURE, State.BASELINE);

    /** {@return the highest version in force; empty when nothing is} */
    public Optional<Version> current() {
        return inForce().stream()
                .map(entry -> Version.of(entry.version().orElseThrow()))
                .max(Comparator.naturalOrder());
    }

    /** {@return the entry that brought the current version} */
    public Optional<HistoryEntry> currentEntry() {
        return inForce().stream()
                .max(Comparator.comparing(entry -> Version.of(entry.version().orElseThrow())));
    }

    /** {@return the versions in force, baseline included, in Flyway's order} */
    public List<HistoryEntry> inForce() {
        return entries.stream()
                .filter(entry -> entry.version().isPresent() && IN_FORCE.contains(entry.state()))
                .filter(entry -> !entry.type().equals("SCHEMA"))
                .toList();
    }

    /**
     * {@return what an upgrade to the latest would apply, in order} A repeatable whose text has changed is there twice: as
     * it was applied, and as it is going to be.
     */
    public List<HistoryEntry> pending() {
        return entries.stream().filter(entry -> entry.isToApply(entries)).toList();
    }

    /** {@return versions that an upgrade passes over, a later one being applied} */
    public List<HistoryEntry> ignored() {
        return entries.stream().filter(entry -> entry.state() == State.IGNORED).toList();
    }

    /** {@return scripts that failed half-way} */
    public List<HistoryEntry> failed() {
        return entries.stream().filter(entry -> entry.state() == State.FAILED).toList();
    }
}
