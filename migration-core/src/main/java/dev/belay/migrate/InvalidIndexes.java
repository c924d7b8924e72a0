package dev.belay.migrate;

import java.util.ArrayList;
import java.util.List;

/** Says which indexes a failed CREATE INDEX CONCURRENTLY, or REINDEX CONCURRENTLY, has left. */
final class InvalidIndexes {

    private InvalidIndexes() {}

    /** {@return a line for each with what to type; empty when there are none} */
    static List<String> lines(List<String> names) {
        var lines = new ArrayList<String>();
        if (!names.isEmpty()) {
            lines.add("invalid now, which costs every write and serves no query:");
            names.forEach(name -> lines.add("  " + name + "   DROP INDEX CONCURRENTLY " + name + ";"));
        }
        return lines;
    }
}
