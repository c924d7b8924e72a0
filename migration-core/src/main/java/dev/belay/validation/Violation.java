package dev.belay.validation;

import dev.belay.postgres.PassingTrouble;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * An assertion that does not hold, or that the server refused to answer.
 *
 * @param place such as {@code src/main/resources/db/assertions/orders.sql:3:1}
 * @param what one sentence without a full stop
 * @param rows the first of those that it returned, a line each, long values cut; may be empty
 * @param passing why it could not be asked, where that may be gone when it is asked again: such as a lock that somebody
 *     holds; empty for all else
 */
public record Violation(String place, String what, List<String> rows, Optional<SQLException> passing) {

    private static final String NOT_ASKED = "could not be asked: ";

    public Violation {
        rows = List.copyOf(rows);
    }

    Violation(String place, String what, List<String> rows) {
        this(place, what, rows, Optional.empty());
    }

    static Violation notAsked(String place, String reason, SQLException refusal) {
        return new Violation(
                place, NOT_ASKED + reason, List.of(), Optional.of(refusal).filter(PassingTrouble::isWhy));
    }

    /** {@return whether the server answered: it does not when the query names what is not there} */
    public boolean wasAsked() {
        return !what.startsWith(NOT_ASKED);
    }

    /** {@return place and sentence on one line} */
    @Override
    public String toString() {
        return place + ": " + what;
    }
}
