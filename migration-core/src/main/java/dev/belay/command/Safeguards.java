package dev.belay.command;

import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupKey;
import dev.belay.backup.BackupMethod;
import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.finding.FailOn;
import dev.belay.report.RunReports;
import dev.belay.server.ClientSource;
import dev.belay.server.ScratchServer;
import dev.belay.validation.AssertionFile;
import dev.belay.validation.HealthCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a run safe.
 *
 * @param checking looks at the pending scripts first; empty for not at all
 * @param backup what is made before anything changes; empty for none
 * @param rehearsal what is tried on a copy first; empty for nothing
 * @param onFailure what follows a failed apply
 * @param onInvalid what follows a failed validation
 * @param acceptLoss whether a restore may discard what others wrote since the backup
 * @param force whether to go on although the check or the rehearsal failed
 * @param timeout for the whole apply
 * @param maxReplicaLag how far a replica may be behind; empty for as far as it likes
 * @param window what is run before and after the apply
 * @param health asked after the apply; empty for nobody
 * @param plan only this is run; empty for whatever is pending
 * @param assertions what must hold of the data
 * @param gitCommit where the scripts come from; empty where there is no git
 * @param audit skips, other uses of force, and what was asked for in vain
 * @param journalFolder where a file says how far each run has come; empty for no file
 * @param reports the files that tell of each run
 */
public record Safeguards(
        Optional<Checking> checking,
        Optional<Backing> backup,
        Optional<Rehearsing> rehearsal,
        WayOut onFailure,
        WayOut onInvalid,
        boolean acceptLoss,
        boolean force,
        Duration timeout,
        Optional<Duration> maxReplicaLag,
        MaintenanceWindow window,
        Optional<HealthCheck> health,
        Optional<ReviewedPlan> plan,
        List<AssertionFile> assertions,
        Optional<String> gitCommit,
        List<String> audit,
        Optional<Path> journalFolder,
        RunReports reports) {

    public Safeguards {
        assertions = List.copyOf(assertions);
        audit = List.copyOf(audit);
    }

    /** What follows a failure. */
    public enum WayOut {
        /** Back to where the database was. */
        ROLLBACK,
        /** Nothing: people look first. */
        STOP
    }

    /** Makes the request of a check when it is known what is pending, and on which major version. */
    @FunctionalInterface
    public interface CheckMaker {
        CheckRequest of(PendingOnTarget pending, int major, TargetFacts facts);
    }

    /**
     * The check.
     *
     * @param request makes its request
     * @param failOn from which severity on findings forbid the upgrade; in production high ones always do
     */
    public record Checking(CheckMaker request, FailOn failOn) {}

    /**
     * The backup.
     *
     * @param method how it is made
     * @param dir below which it is kept
     * @param keepDays for how many days
     * @param key encrypts it
     * @param client where pg_dump and pg_restore come from, when somebody named it
     * @param command the user's own way to make it
     */
    public record Backing(
            BackupMethod method,
            Path dir,
            int keepDays,
            Optional<BackupKey> key,
            Optional<ClientSource> client,
            Optional<BackupCommand> command) {}

    /** Makes the server of a rehearsal when the database's major version is known. */
    @FunctionalInterface
    public interface CopyServer {
        ScratchServer of(int major);
    }

    /**
     * The rehearsal.
     *
     * @param mode on what
     * @param server where copies are made
     * @param maxBytes of a database whose rows are copied; of a larger one only the schema is
     * @param maxLockTime for how long a table may be locked against writes; empty for as long as it takes
     */
    public record Rehearsing(Mode mode, CopyServer server, long maxBytes, Optional<Duration> maxLockTime) {

        /** On what scripts are rehearsed. */
        public enum Mode {
            /** The restored backup, on the scratch server. */
            SCRATCH,
            /** The restored backup, in a database of its own beside the original. */
            SAME_SERVER,
            /** The schema without rows, on the scratch server. */
            SCHEMA
        }
    }

    /** {@return the safeguards of a run that nobody asked for any} It only rolls back what its transactions do. */
    public static Safeguards none() {
        return new Safeguards(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                WayOut.STOP,
                WayOut.STOP,
                false,
                false,
                Duration.ZERO,
                Optional.empty(),
                MaintenanceWindow.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                RunReports.NONE);
    }

    /** {@return whether there are any, so that a run has steps} */
    boolean any() {
        return checking.isPresent()
                || backup.isPresent()
                || rehearsal.isPresent()
                || health.isPresent()
                || plan.isPresent()
                || maxReplicaLag.isPresent()
                || !assertions.isEmpty()
                || !audit.isEmpty()
                || !window.isEmpty();
    }
}
