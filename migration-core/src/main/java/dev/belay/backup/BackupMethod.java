package dev.belay.backup;

/** How a backup is made. */
public enum BackupMethod {
    /** {@link #PG_DUMP} where there is a sufficient client, else {@link #TEMPLATE} where nobody else is connected. */
    AUTO,
    /** PostgreSQL's own {@code pg_dump}: readable by every later server. */
    PG_DUMP,
    /** A copy beside the database, on the same server; it is as safe as that server's disk. */
    TEMPLATE,
    /** The user's own command. */
    COMMAND,
    /** There is none. */
    NONE
}
