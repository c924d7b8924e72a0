package dev.belay.preflight;

import java.sql.Connection;
import java.sql.SQLException;

/** Looks at one thing. */
interface Probe {

    /** {@return what it looks at, for a person: {@code long transactions}} */
    String subject();

    /**
     * Looks.
     *
     * @param connection in a read-only transaction with limits on time and on waits for locks
     * @throws SQLException when the server or the role's privileges do not allow it; the transaction may be broken then
     */
    Sight look(Connection connection, PreflightRequest request) throws SQLException;
}
