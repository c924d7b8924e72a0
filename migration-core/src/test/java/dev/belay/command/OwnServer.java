package dev.belay.command;

import dev.belay.server.EmbeddedPostgres;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.util.UUID;

/** A server that only one test uses. */
record OwnServer(EmbeddedPostgres server, int major) implements TestServer {

    @Override
    public String label() {
        return "PostgreSQL " + major;
    }

    @Override
    public TestDatabase newDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        named("postgres").execute("CREATE DATABASE " + name);
        // or a crash would lose what was committed last
        named("postgres").execute("ALTER DATABASE " + name + " SET synchronous_commit TO on");
        return named(name);
    }

    @Override
    public void drop(TestDatabase database) {
        named("postgres").execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
    }

    TestDatabase named(String name) {
        return new TestDatabase(name, major, server.connection(name));
    }
}
