package dev.belay.command;

import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import dev.belay.testing.TestServers;

/** The shared server of one major, for tests that need no other. */
record OneServer(TestServers servers, int major) implements TestServer {

    @Override
    public String label() {
        return "PostgreSQL " + major;
    }

    @Override
    public TestDatabase newDatabase() {
        return servers.newDatabase(major);
    }

    @Override
    public void drop(TestDatabase database) {
        servers.drop(database);
    }
}
