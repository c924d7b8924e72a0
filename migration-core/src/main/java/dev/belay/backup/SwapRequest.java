package dev.belay.backup;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which database takes the place of which.
 *
 * @param settings the live database, with a role that owns it, may create databases and end its sessions; no session of
 *     the caller's may be open in either
 * @param side the restored database, with its run's comment
 * @param manifest of the backup that it was restored from
 * @param facts what belongs to the database itself, as {@link Backups#facts} has it
 * @param loss what would be lost of all that was written since: without what the caller itself has written
 * @param accept whether that may be lost; not asked when there is nothing
 * @param last what is still to be brought over when nobody can write any more, such as {@link SchemaCopy}
 * @param run whose restore it is
 * @param progress hears each step
 */
public record SwapRequest(
        ConnectionSettings settings,
        String side,
        Manifest manifest,
        ClusterFacts facts,
        UnaryOperator<WritesSince> loss,
        Predicate<WritesSince> accept,
        LastWork last,
        RunId run,
        Progress progress) {

    /** Brings something from the live database into the restored one. */
    public interface LastWork {

        /** Nothing is brought over. */
        LastWork NONE = (live, side) -> {};

        /**
         * Does it.
         *
         * @param live to read from, in auto-commit mode
         * @param side to write to, in auto-commit mode
         */
        void bring(Connection live, Connection side) throws SQLException;
    }
}
