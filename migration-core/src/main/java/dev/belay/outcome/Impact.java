package dev.belay.outcome;

/**
 * What all pending scripts together mean, for people who have to decide.
 *
 * @param dataAtRisk what is lost, such as {@code orders.state}; {@code none}
 * @param blocked who waits for what, and how long, such as {@code writes to orders while the index is built}; {@code
 *     nobody}
 * @param wayBack whether the undo scripts lead back
 * @param cost rewrites, index builds and WAL
 */
public record Impact(String dataAtRisk, String blocked, String wayBack, String cost) {

    /** What nothing pending means. */
    public static final Impact NONE = new Impact("none", "nobody", "nothing to take back", "none");
}
