package dev.belay.postgres;

import java.util.Locale;

/** What a session of a run is for; part of its {@code application_name}. */
public enum SessionRole {
    /** Holds the run lock and nothing else. */
    LOCK,
    /** Changes the database. What is left of one by a killed run is dangerous: it may still be running a statement. */
    WORK,
    /** Only looks. */
    READ;

    /** {@return the role as it stands in {@code application_name}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
