package dev.belay.testing;

/** The embedded server of one major, shared by all tests of the JVM. */
record EmbeddedTestServer(TestServers servers, int major) implements TestServer {

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

    @Override
    public String toString() {
        return label();
    }
}
