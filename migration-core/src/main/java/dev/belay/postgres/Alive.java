package dev.belay.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Whether a session is still there. */
public final class Alive {

    /** One that is gone says so at once; one on a busy machine may take its time, and is not gone for that. */
    private static final int PATIENCE_SECONDS = 15;

    private Alive() {}

    /** {@return whether the server answers} Inside a transaction that has failed too. */
    public static boolean is(Connection connection) throws SQLException {
        return connection.isValid(PATIENCE_SECONDS);
    }
}
