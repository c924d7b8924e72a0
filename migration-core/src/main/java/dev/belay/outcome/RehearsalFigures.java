package dev.belay.outcome;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a rehearsal on a copy of the database has shown.
 *
 * @param direction of what was rehearsed: of a downgrade, {@code up} is the way back
 * @param copy where the copy was, for people: {@code PostgreSQL 16.4, embedded}
 * @param withData whether the copy had the rows; else its schema only
 * @param restore how long it took to make the copy
 * @param up how long the versioned scripts took; zero when a downgrade was not applied again
 * @param down how long taking them back took; empty when they were not
 * @param wayBack what taking them back led to; of a downgrade, what applying them again led to
 * @param differences between the schema before and after going there and back, a line each
 * @param locks the strong locks on tables that were there before, the longest first
 */
public record RehearsalFigures(
        Direction direction,
        String copy,
        boolean withData,
        Duration restore,
        Duration up,
        Optional<Duration> down,
        WayBack wayBack,
        List<String> differences,
        List<LockTime> locks) {

    public RehearsalFigures {
        differences = List.copyOf(differences);
        locks = locks.stream()
                .sorted(Comparator.comparing(LockTime::held).reversed())
                .toList();
    }

    /** One of an upgrade. */
    public RehearsalFigures(
            String copy,
            boolean withData,
            Duration restore,
            Duration up,
            Optional<Duration> down,
            WayBack wayBack,
            List<String> differences,
            List<LockTime> locks) {
        this(Direction.UP, copy, withData, restore, up, down, wayBack, differences, locks);
    }

    /** What the way back leads to: taking the scripts of an upgrade back, applying those of a downgrade again. */
    public enum WayBack {
        /** The schema is what it was. */
        EXACT,
        /** It is what it was but for the order of columns. */
        COLUMN_ORDER,
        DIFFERS,
        /** A script of it failed. */
        FAILED,
        /** A script has no undo script; of a downgrade: the text of a versioned one is not to be had. */
        NO_UNDO,
        /** It was taken back well, and could not be applied again. */
        NOT_AGAIN;

        /** {@return whether the schema comes back, so that an upgrade may be taken back that way} */
        public boolean restores() {
            return this == EXACT || this == COLUMN_ORDER;
        }
    }

    /**
     * How long a lock was held.
     *
     * @param place of the statement that took it: {@code V42__split.sql:7:1}
     * @param table quoted where needed
     * @param mode such as {@code ACCESS EXCLUSIVE}
     * @param held from that statement to the end of its transaction
     * @param rows an estimate of how many rows the table has; negative when unknown
     */
    public record LockTime(String place, String table, String mode, Duration held, long rows) {}

    /** {@return the lock that was held longest} */
    public Optional<LockTime> longest() {
        return locks.stream().findFirst();
    }
}
