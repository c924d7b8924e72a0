package dev.belay.maven;

/** Keeps what compares schemas from telling of each that it reads. */
final class ComparisonLog {

    /** Read by Maven's logger when pgCodeKeeper asks for one: it tells of every schema that it reads, at level info. */
    private static final String LEVEL = "org.slf4j.simpleLogger.log.org.pgcodekeeper";

    private ComparisonLog() {}

    /** From now on only its warnings are heard, unless somebody has set that otherwise. */
    static void quieten() {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "warn");
        }
    }
}
