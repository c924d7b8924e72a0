package dev.belay.difference;

import dev.belay.rule.SqlName;

/** The name that something has while another takes its own. */
final class FormerName {

    private static final String END = "_former";

    /** Bytes of a name (the manual, SQL Syntax); in ASCII as many letters. */
    private static final int LONGEST = 63;

    private FormerName() {}

    /**
     * {@return it, quoted where needed}
     *
     * @param name without its schema, quoted where needed
     */
    static String of(String name) {
        String bare = bare(name);
        return SqlName.of(bare.substring(0, Math.min(bare.length(), LONGEST - END.length())) + END);
    }

    /** {@return the name without quotes} */
    static String bare(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
