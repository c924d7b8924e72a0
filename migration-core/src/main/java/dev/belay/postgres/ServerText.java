package dev.belay.postgres;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** What the server said of a failure. */
public final class ServerText {

    private ServerText() {}

    /** {@return the server's words without severity, detail and place; the driver's, when the server said none} */
    public static String of(SQLException e) {
        return e instanceof PSQLException failure && failure.getServerErrorMessage() != null
                ? failure.getServerErrorMessage().getMessage()
                : String.valueOf(e.getMessage());
    }
}
