package dev.belay.trace.model;

import java.util.Locale;

/**
 * A table-level lock mode, in the order of PostgreSQL's manual (Explicit Locking, Table-Level Lock Modes).
 */
public enum LockMode {
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** {@return the mode that {@code pg_locks.mode} calls so, such as {@code ShareRowExclusiveLock}} */
    public static LockMode of(String pgName) {
        String name = pgName.replaceFirst("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** {@return whether INSERT, UPDATE and DELETE wait for it} */
    public boolean blocksWrites() {
        return compareTo(SHARE) >= 0;
    }

    /** {@return whether SELECT waits for it} */
    public boolean blocksReads() {
        return this == ACCESS_EXCLUSIVE;
    }

    /** {@return the words of the manual: {@code SHARE ROW EXCLUSIVE}} */
    @Override
    public String toString() {
        return name().replace('_', ' ');
    }
}
