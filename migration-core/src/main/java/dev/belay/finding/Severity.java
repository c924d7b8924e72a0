package dev.belay.finding;

/** How bad a finding is; the order of the constants is the order of severity. */
public enum Severity {
    /** Advice. */
    LOW,
    /** May fail on data, needs an order of deployments, blocks for a short fixed time, or cannot be undone. */
    MEDIUM,
    /** Loses data, breaks clients that run now, blocks an existing table in proportion to its size, or leaves the database. */
    HIGH;

    /** {@return the name as users type it: {@code low}, {@code medium}, {@code high}} */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
