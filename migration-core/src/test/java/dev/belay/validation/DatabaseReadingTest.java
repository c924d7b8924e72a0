package dev.belay.validation;

import dev.belay.testing.EachServer;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

/** An empty database on each server, and a connection to it. */
@EachServer
@Timeout(600)
abstract class DatabaseReadingTest {

    static final Duration LONG = Duration.ofMinutes(2);

    @Parameter
    TestServer server;

    TestDatabase database;
    Connection connection;

    @BeforeEach
    void create() throws SQLException {
        database = server.newDatabase();
        connection = database.connect();
    }

    @AfterEach
    void drop() throws SQLException {
        if (connection != null) {
            connection.close();
            server.drop(database);
        }
    }
}
