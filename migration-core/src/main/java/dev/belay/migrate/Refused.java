package dev.belay.migrate;

import java.util.ArrayList;
import java.util.List;

/**
 * What the server refused of a script.
 *
 * @param what {@code U7__x.sql:3:12: message (SQLSTATE 42P01)}
 * @param details the statement, and the server's detail, hint and context, a line each
 */
public record Refused(String what, List<String> details) {

    public Refused {
        details = List.copyOf(details);
    }

    /** {@return all of it, the details indented} */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(what);
        details.forEach(detail -> lines.add("    " + detail));
        return lines;
    }
}
