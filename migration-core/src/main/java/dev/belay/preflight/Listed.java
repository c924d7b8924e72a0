package dev.belay.preflight;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers, times and lists as people read them. */
final class Listed {

    /** How many names are spelled out. */
    static final int NAMES = 5;

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private Listed() {}

    /** {@return {@code 1 replica}, {@code 3 replicas}} */
    static String count(long number, String noun) {
        String plural = noun.endsWith("ex") ? noun + "es" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }

    /** {@return the first names with commas, and how many there are more} */
    static String names(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
        return names.size() <= NAMES ? first : first + " and " + (names.size() - NAMES) + " more";
    }

    /** {@return {@code 0.2 s}, {@code 38 s}, {@code 3 min 05 s}, {@code 2 h 10 min}} */
    static String time(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }

    /** {@return {@code 0 kB}, {@code 410 kB}, {@code 1.8 GB}; in steps of 1024, as {@code pg_size_pretty} has them} */
    static String bytes(long bytes) {
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }
}
