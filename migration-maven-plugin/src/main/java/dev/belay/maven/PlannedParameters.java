package dev.belay.maven;

import java.util.List;
import java.util.Set;

/**
 * Parameters that Belay's documentation announces and that no goal of this version has. Whoever types one has not
 * misspelt it, and must not believe that it works: a safeguard that is asked for and not there is no safeguard. Some
 * goals may have one of them already; to the others it is as if none had.
 */
final class PlannedParameters {

    private static final Set<String> NAMES = Set.of(
            "db.acceptLoss",
            "db.after",
            "db.all",
            "db.before",
            "db.blockers",
            "db.dryRun",
            "db.force",
            "db.healthUrl",
            "db.lockRetries",
            "db.lockTimeout",
            "db.log",
            "db.maxLockTime",
            "db.maxReplicaLag",
            "db.onFailure",
            "db.onInvalid",
            "db.plan",
            "db.rehearsal",
            "db.runs",
            "db.skipBackup",
            "db.skipRehearsal",
            "db.splitStrongLocks",
            "db.statementTimeout",
            "db.timeout",
            "db.wanted",
            "db.warnAfter",
            "db.watch",
            "db.webhook");

    private static final List<String> FAMILIES = List.of("db.backup.", "db.rehearsal.");

    private PlannedParameters() {}

    /** {@return whether a parameter is announced; asked of those that the goal does not know} */
    static boolean has(String key) {
        return NAMES.contains(key) || FAMILIES.stream().anyMatch(key::startsWith);
    }
}
