package dev.belay.report;

/**
 * One line for people.
 *
 * @param level how loud it is
 * @param text without a line end
 */
public record Line(Level level, String text) {

    /** How loud a line is. */
    public enum Level {
        /** Only for whoever asked for details ({@code -X}). */
        DETAIL,
        INFO,
        WARN,
        ERROR
    }

    static Line detail(String text) {
        return new Line(Level.DETAIL, text);
    }

    static Line info(String text) {
        return new Line(Level.INFO, text);
    }

    static Line warn(String text) {
        return new Line(Level.WARN, text);
    }
}
