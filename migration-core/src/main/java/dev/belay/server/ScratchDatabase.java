package dev.belay.server;

/**
 * A database on which scripts are tried; gone when it is closed.
 *
 * @param access how to reach it
 * @param server for people: {@code PostgreSQL 17.11, embedded}
 * @param major the server's major version
 * @param end removes it
 */
public record ScratchDatabase(ScratchAccess access, String server, int major, Runnable end) implements AutoCloseable {

    /** {@return the same database, whose end is followed by this} */
    public ScratchDatabase endingWith(Runnable next) {
        return new ScratchDatabase(access, server, major, () -> {
            try {
                end.run();
            } finally {
                next.run();
            }
        });
    }

    @Override
    public void close() {
        end.run();
    }
}
