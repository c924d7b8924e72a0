package dev.belay.testing;

/** A PostgreSQL server on which tests make databases of their own. */
public interface TestServer {

    /** {@return what it is, for the names of tests: {@code PostgreSQL 17} or {@code container postgres:17-alpine}} */
    String label();

    /**
     * Makes a database.
     *
     * @return a new, empty database
     * @throws org.opentest4j.TestAbortedException when this machine cannot have the server, with the reason
     */
    TestDatabase newDatabase();

    /** Drops a database whoever is connected to it. */
    void drop(TestDatabase database);
}
