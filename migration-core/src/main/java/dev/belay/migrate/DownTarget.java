package dev.belay.migrate;

import dev.belay.script.Version;

/** How far a downgrade goes. */
public sealed interface DownTarget {

    /** Down to this version, which stays applied. */
    record To(Version version) implements DownTarget {}

    /** So many versioned scripts, the last applied first. */
    record Step(int count) implements DownTarget {}

    /** Down to where nothing is applied, or to the baseline. */
    record Base() implements DownTarget {}
}
