package dev.belay.report;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Words {

    private Words() {}

    /** {@return {@code 1 script}, {@code 5 scripts}} */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@return {@code 0.2 s} below a minute, above it {@code 3 min 05 s}} */
    static String time(Duration duration) {
        // what prints as 60.0 s is a minute
        if (duration.toMillis() < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }

    /** {@return the text on one line, at most {@code width} characters, the last being an ellipsis when it was cut} */
    static String cut(String text, int width) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }
}
