package dev.belay.validation;

import java.util.List;

/**
 * An assertion that does not hold, or that the server refused to answer.
 *
 * @param place such as {@code src/main/resources/db/assertions/orders.sql:3:1}
 * @param what one sentence without a full stop
 * @param rows the first of those that it returned, a line each, long values cut; may be empty
 */
public record Violation(String place, String what, List<String> rows) {

    static final String NOT_ASKED = "could not be asked: ";

    public Violation {
        rows = List.copyOf(rows);
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
