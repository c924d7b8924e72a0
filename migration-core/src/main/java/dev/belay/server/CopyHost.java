package dev.belay.server;

import dev.belay.postgres.ConnectionSettings;

/**
 * A server on which copies of real databases are made, for as long as it is open.
 *
 * @param maintenance how to reach a database of it from which others are made, as a role that may do that
 * @param words for people: {@code PostgreSQL 17.11, embedded}
 * @param major its major version
 * @param apart whether nobody else uses it, so that roles and settings of the whole server may be changed too
 * @param end stops what was started for it
 */
public record CopyHost(ConnectionSettings maintenance, String words, int major, boolean apart, Runnable end)
        implements AutoCloseable {

    @Override
    public void close() {
        end.run();
    }
}
