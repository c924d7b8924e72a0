package dev.belay.command;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.sql.SQLException;

/** A server that does not answer in the middle of a goal. */
final class Unanswered {

    private Unanswered() {}

    static EnvironmentException by(SQLException e) {
        return new EnvironmentException(
                Problem.of(
                        "the server does not answer: " + e.getMessage(),
                        "check the server; mvn db:current says where the database is"),
                e);
    }
}
