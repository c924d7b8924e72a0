package dev.belay.migrate;

import dev.belay.script.Version;

/** How far an upgrade goes. */
public sealed interface UpTarget {

    /** To the last script there is. */
    record Latest() implements UpTarget {}

    /** Up to and with this version. */
    record To(Version version) implements UpTarget {}

    /** So many versioned scripts. */
    record Step(int count) implements UpTarget {}
}
