package dev.belay.analysis;

import dev.belay.postgres.TableSize;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Amount {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Amount() {}

    /** {@return {@code 12.0 million rows, 1.8 GB}; {@code no rows}} */
    static String of(TableSize size) {
        return size.rows() == 0 ? "no rows" : rows(size.rows()) + ", " + bytes(size.bytes());
    }

    private static String rows(long rows) {
        if (rows >= 999_950_000) {
            return String.format(Locale.ROOT, "%.1f billion rows", rows / 1e9);
        }
        if (rows >= 1_000_000) {
            return String.format(Locale.ROOT, "%.1f million rows", rows / 1e6);
        }
        return String.format(Locale.ROOT, "%,d row%s", rows, rows == 1 ? "" : "s");
    }

    /** {@return {@code 410 kB}, {@code 1.8 GB}; in steps of 1024, as {@code pg_size_pretty} has them} */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** {@return {@code 0.2 s}, {@code 3 min 05 s}} */
    static String time(Duration duration) {
        if (duration.toMillis() < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
}
