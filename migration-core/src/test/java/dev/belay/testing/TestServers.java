package dev.belay.testing;

import dev.belay.server.EmbeddedPostgres;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One throwaway server per major, started when it is first asked for, for as long as this object is open. It has no
 * autovacuum: that comes into each database once a minute, holds locks on its tables and in its statistics writes what
 * a test has not written.
 */
public final class TestServers implements AutoCloseable {

    private final Map<Integer, EmbeddedPostgres> servers = new ConcurrentHashMap<>();

    /** {@return the server of a major, shared with everybody who asks for it} */
    public EmbeddedPostgres server(int major) {
        return servers.computeIfAbsent(major, TestServers::start);
    }

    private static EmbeddedPostgres start(int major) {
        EmbeddedPostgres server = EmbeddedPostgres.start(TestBinaries.throwaway(major));
        withoutAutovacuum(new TestDatabase("postgres", major, server.connection("postgres")));
        return server;
    }

    /**
     * Switches it off; returns when the server has none of its processes any more.
     *
     * @param database any of the server
     */
    public static void withoutAutovacuum(TestDatabase database) {
        database.execute("ALTER SYSTEM SET autovacuum = off");
        database.query("SELECT pg_reload_conf()");
        while (!database.query("SELECT pid FROM pg_stat_activity WHERE backend_type LIKE 'autovacuum%'")
                .isEmpty()) {
            database.query("SELECT pg_sleep(0.02)");
        }
    }

    /** {@return a new, empty database} */
    public TestDatabase newDatabase(int major) {
        EmbeddedPostgres server = server(major);
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        new TestDatabase("postgres", major, server.connection("postgres"))
                .execute("CREATE DATABASE " + name + " TEMPLATE template0");
        return new TestDatabase(name, major, server.connection(name));
    }

    /** Drops a database whoever is connected to it. */
    public void drop(TestDatabase database) {
        new TestDatabase("postgres", database.major(), server(database.major()).connection("postgres"))
                .execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
    }

    @Override
    public void close() {
        servers.values().forEach(EmbeddedPostgres::close);
    }
}
