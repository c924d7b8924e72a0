package dev.belay.migrate;

import dev.belay.script.Version;
import java.util.Set;

/** How far a downgrade goes. */
public sealed interface DownTarget {

    /** Down to this version, which stays applied. */
    record To(Version version) implements DownTarget {}

    /** So many versioned scripts, the last applied first. */
    record Step(int count) implements DownTarget {}

    /** The versions that these rows of the history brought, and no others: none may have been applied behind them. */
    record Ranks(Set<Integer> ranks) implements DownTarget {

        public Ranks {
            ranks = Set.copyOf(ranks);
        }
    }

    /** Down to where nothing is applied, or to the baseline. */
    record Base() implements DownTarget {}
}
