package dev.belay.preflight;

import dev.belay.outcome.RunId;
import dev.belay.script.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is going to do, as far as its preflight has to know.
 *
 * @param backup whether a dump will be made
 * @param restore whether a restore by swap may follow
 * @param backupDir where the dump goes; it need not exist yet
 * @param tables those that the pending scripts lock strongly; may be empty. A name without a schema means the table that
 *     the connection's search path finds
 * @param maxReplicaLag how far a replica may be behind; empty for as far as it likes
 * @param longTransaction from which age on a transaction is told of
 * @param run the run; its own sessions are left out
 */
public record PreflightRequest(
        boolean backup,
        boolean restore,
        Optional<Path> backupDir,
        Set<QualifiedName> tables,
        Optional<Duration> maxReplicaLag,
        Duration longTransaction,
        RunId run) {

    /** From which age on a transaction is told of when nothing else is said. */
    public static final Duration LONG_TRANSACTION = Duration.ofSeconds(60);

    public PreflightRequest {
        tables = Set.copyOf(tables);
    }

    /** {@return the LIKE pattern of the application names of the run's own sessions} */
    String ownSessions() {
        return "belay " + run + " %";
    }
}
