package dev.belay.testing;

import dev.belay.server.EmbeddedPostgres;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One throwaway server per major, started when it is first asked for, for as long as this object is open. */
public final class TestServers implements AutoCloseable {

    private final Map<Integer, EmbeddedPostgres> servers = new ConcurrentHashMap<>();

    /** {@return the server of a major, shared with everybody who asks for it} */
    public EmbeddedPostgres server(int major) {
        return servers.computeIfAbsent(major, m -> EmbeddedPostgres.start(TestBinaries.throwaway(m)));
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
