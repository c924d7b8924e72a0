package dev.belay.preflight;

import dev.belay.outcome.RunId;
import dev.belay.script.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is going to do, as far as its preflight has to know.
 *
 * @param dump what will be dumped
 * @param restore what may be restored and put into the place of the database
 * @param copies the databases that the run itself makes beside this one
 * @param backupDir where a dump of all goes; it need not exist yet
 * @param tables those that the pending scripts lock strongly; may be empty. A name without a schema means the table that
 *     the connection's search path finds
 * @param maxReplicaLag how far a replica may be behind; empty for as far as it likes
 * @param longTransaction from which age on a transaction is told of
 * @param interrupted earlier runs that were killed, a line each
 * @param run the run; its own sessions are left out
 */
public record PreflightRequest(
        Dump dump,
        Restore restore,
        Set<Copy> copies,
        Optional<Path> backupDir,
        Set<QualifiedName> tables,
        Optional<Duration> maxReplicaLag,
        Duration longTransaction,
        List<String> interrupted,
        RunId run) {

    /** From which age on a transaction is told of when nothing else is said. */
    public static final Duration LONG_TRANSACTION = Duration.ofSeconds(60);

    /** What is dumped of the database. */
    public enum Dump {
        NOTHING,
        /** For a rehearsal without rows. */
        SCHEMA,
        /** As a backup. */
        ALL
    }

    /** What a restore would take. */
    public enum Restore {
        NOTHING,
        /** A copy that the server has made: all in it belongs to whom it belonged. */
        COPY,
        /** A dump, of which everything is made again and given to its owner. */
        DUMP
    }

    /** A database that is made on the same server. */
    public enum Copy {
        /** By {@code CREATE DATABASE ... TEMPLATE}. */
        BACKUP,
        REHEARSAL
    }

    public PreflightRequest {
        copies = Set.copyOf(copies);
        tables = Set.copyOf(tables);
        interrupted = List.copyOf(interrupted);
    }

    /** {@return whether a restore by swap may follow} */
    boolean mayRestore() {
        return restore != Restore.NOTHING;
    }

    /** {@return the LIKE pattern of the application names of the run's own sessions} */
    String ownSessions() {
        return "belay " + run + " %";
    }
}
