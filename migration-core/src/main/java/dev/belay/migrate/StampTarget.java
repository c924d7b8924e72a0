package dev.belay.migrate;

import dev.belay.script.Version;

/** What a history is to say once it has been stamped. */
public sealed interface StampTarget {

    /** Every version up to this one is applied, and none above it. */
    record To(Version version) implements StampTarget {}

    /** Every version of the project is applied; what is applied above them stays. */
    record Latest() implements StampTarget {}

    /** No version is applied. */
    record Base() implements StampTarget {}
}
