package dev.belay.rule.query;

import dev.belay.rule.QueryContext.Cause;
import dev.belay.script.ApplicationQuery;

/** Queries as messages show them. */
final class QueryWords {

    private static final int MOST = 100;

    private QueryWords() {}

    /** {@return the first {@value #MOST} characters of a query on one line, and where it is from} */
    static String shown(ApplicationQuery query) {
        String line = query.sql().strip().replaceAll("\\s+", " ");
        int end = line.length() <= MOST ? line.length() : line.offsetByCodePoints(0, MOST - 1);
        String cut = end < line.length() ? line.substring(0, end) + "…" : line;
        return "\"" + cut + "\" in " + query.place();
    }

    /** {@return what the finding stands at} */
    static String shown(Cause cause) {
        return cause.statement().isPresent() ? "this statement" : "this script";
    }
}
