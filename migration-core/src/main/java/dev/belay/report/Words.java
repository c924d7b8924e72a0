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
        if (line.length() <= width) {
            return line;
        }
        // not through the middle of a character of two units
        int end = Character.isHighSurrogate(line.charAt(width - 2)) ? width - 2 : width - 1;
        return line.substring(0, end) + "…";
    }

    /** {@return {@code 0.4 ms}, {@code 380 ms}, and from a second on as {@link #time} says it} */
    static String shortTime(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis >= 1_000) {
            return time(duration);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    /** {@return {@code 8 kB}, {@code 1.8 GB}: decimal units} */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "";
        for (String next : new String[] {"kB", "MB", "GB", "TB"}) {
            // what prints as 1000 kB is 1.0 MB
            if (!unit.isEmpty() && value < 999.5) {
                break;
            }
            value /= 1_000;
            unit = next;
        }
        return String.format(Locale.ROOT, value < 10 && !unit.equals("kB") ? "%.1f %s" : "%.0f %s", value, unit);
    }
}
