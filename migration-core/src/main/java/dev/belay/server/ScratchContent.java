package dev.belay.server;

/**
 * What a scratch database holds before anything is tried on it.
 *
 * @param key changes with the content, and names it among others: 16 to 64 characters of a-z and 0-9
 * @param database the database's name, as scripts may ask for it
 * @param superuser whether scripts run as a superuser; part of what {@code key} stands for
 * @param filler makes the content
 */
public record ScratchContent(String key, String database, boolean superuser, Filler filler) {

    public ScratchContent {
        if (!key.matches("[a-z0-9]{16,64}")) {
            throw new IllegalArgumentException("no key: " + key);
        }
    }

    /** Fills an empty database. Runs once for a key, unless it fails; what it throws is thrown to who asked. */
    @FunctionalInterface
    public interface Filler {
        void fill(ScratchAccess access);
    }
}
