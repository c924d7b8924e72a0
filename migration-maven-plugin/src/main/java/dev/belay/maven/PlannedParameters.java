package dev.belay.maven;

import java.util.Set;

/**
 * Parameters that Belay's documentation announces and that no goal of this version has. Whoever types one has not
 * misspelt it, and must not believe that it works: a safeguard that is asked for and not there is no safeguard. Some
 * goals may have one of them already; to the others it is as if none had.
 */
final class PlannedParameters {

    private static final Set<String> NAMES = Set.of(
            "db.blockers",
            "db.lockRetries",
            "db.lockTimeout",
            "db.splitStrongLocks",
            "db.statementTimeout",
            "db.watch");

    private PlannedParameters() {}

    /** {@return whether a parameter is announced; asked of those that the goal does not know} */
    static boolean has(String key) {
        return NAMES.contains(key);
    }
}
