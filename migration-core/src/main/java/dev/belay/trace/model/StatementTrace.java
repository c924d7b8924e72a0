package dev.belay.trace.model;

import dev.belay.script.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one statement did on the scratch database.
 *
 * @param number the statement's place in its script, from 1
 * @param end how it ended
 * @param error why it failed; empty when it ran
 * @param taken locks that its transaction did not hold before
 * @param held locks of SHARE UPDATE EXCLUSIVE and stronger that its transaction held already when it began
 * @param rewritten relations whose rows were copied into new files
 * @param scanned tables that were read from end to end to verify rows
 * @param built tables whose indexes were built or built again
 * @param changes objects created, altered and dropped, also inside DO blocks and functions
 * @param walBytes WAL written, as {@code pg_current_wal_insert_lsn()} tells
 * @param messages warnings and notices, without debug messages
 * @param duration on the scratch server, with the rows that it has
 */
public record StatementTrace(
        int number,
        End end,
        Optional<ServerMessage> error,
        List<RelationLock> taken,
        List<RelationLock> held,
        List<Relation> rewritten,
        List<Relation> scanned,
        List<Relation> built,
        List<ObjectChange> changes,
        long walBytes,
        List<ServerMessage> messages,
        Duration duration) {

    /** How a statement ended. */
    public enum End {
        RAN,
        /** The server refused it; its effects were rolled back and the next statement was run. */
        FAILED,
        /** It was stopped at the scratch server's statement timeout. */
        TIMED_OUT,
        /** The session ended while it ran. */
        SESSION_LOST,
        /** It was not sent: an earlier statement made that impossible, or it must not run on a scratch server. */
        NOT_RUN
    }

    public StatementTrace {
        taken = List.copyOf(taken);
        held = List.copyOf(held);
        rewritten = List.copyOf(rewritten);
        scanned = List.copyOf(scanned);
        built = List.copyOf(built);
        changes = List.copyOf(changes);
        messages = List.copyOf(messages);
    }

    /** {@return whether what was observed says what the statement does} */
    public boolean ran() {
        return end == End.RAN;
    }

    /** {@return the strongest lock that the transaction then had on the relation} */
    public Optional<LockMode> strongest(QualifiedName relation) {
        return Stream.concat(taken.stream(), held.stream())
                .filter(lock -> lock.relation().name().equals(relation))
                .map(RelationLock::mode)
                .max(Enum::compareTo);
    }
}
