package dev.belay.postgres;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is no fault of the statement that it ends, and may be gone when it is sent again: a connection that was cut, a
 * server that restarts, a time that is over, a lock that somebody else holds. The codes are those of the appendix
 * "PostgreSQL Error Codes" of its documentation.
 */
public final class PassingTrouble {

    /** Deep enough for any chain of causes, and an end for one that is a ring. */
    private static final int DEPTH = 20;

    private static final Set<String> CODES = Set.of(
            "40001", // serialization_failure
            "40P01", // deadlock_detected
            "55P03", // lock_not_available, lock_timeout too
            "57014", // query_canceled, statement_timeout too
            "25P03", // idle_in_transaction_session_timeout
            "25P04", // transaction_timeout
            "53300" // too_many_connections
            );

    private PassingTrouble() {}

    /** {@return whether such trouble is among the causes of a failure} */
    public static boolean isWhy(Throwable failure) {
        return causes(failure)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .anyMatch(state -> state != null && (isOfTheConnection(state) || CODES.contains(state)));
    }

    /** {@return whether a time of ours is over, as {@code db.timeout} sets it} The driver throws no such exception. */
    public static boolean isTimeOver(Throwable failure) {
        return causes(failure).anyMatch(SQLTimeoutException.class::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH);
    }

    /** {@return whether a code is of class 08 (connection) or 57P (the server shuts down, or an operator steps in)} */
    public static boolean isOfTheConnection(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }
}
