package dev.belay.maven;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads parameters that are a time or a size. */
final class Amounts {

    private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "", 1_000L, "s", 1_000L, "min", 60_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "tb", 1_000_000_000_000L);

    private static final Map<String, Long> DAYS = Map.of("", 1L);
    private static final long MOST_DAYS = 36_500;

    /** What a clock of nanoseconds can add. */
    private static final long MOST_MILLIS = Duration.ofDays(MOST_DAYS).toMillis();

    /** The longest that the server gives a statement, in milliseconds: statement_timeout is an integer. */
    private static final Duration LONGEST_STATEMENT = Duration.ofMillis(Integer.MAX_VALUE);

    private Amounts() {}

    /**
     * {@return a time: {@code 500ms}, {@code 2s}, {@code 5 min}, or a number of seconds}
     *
     * @throws RefusalException when it is none
     */
    static Duration time(String property, String text) {
        return Duration.ofMillis(amount(property, text, MILLIS, MOST_MILLIS, "a time such as 500ms, 30s or 5 min"));
    }

    /**
     * {@return for how long a statement may run, as {@link #time} reads it; 0 is no limit, which is the longest that the
     * server knows}
     *
     * @throws RefusalException when it is no time
     */
    static Duration statementTime(String property, String text) {
        Duration time = time(property, text);
        return time.isZero() || time.compareTo(LONGEST_STATEMENT) > 0 ? LONGEST_STATEMENT : time;
    }

    /**
     * {@return a number of bytes: {@code 500 MB}, {@code 10GB}}
     *
     * @throws RefusalException when it is none
     */
    static long size(String property, String text) {
        return amount(property, text, BYTES, Long.MAX_VALUE, "a size such as 500 MB or 10 GB");
    }

    /**
     * {@return a number of days}
     *
     * @throws RefusalException when it is none
     */
    static int days(String property, String text) {
        return (int) amount(property, text, DAYS, MOST_DAYS, "a number of days such as 30");
    }

    private static long amount(String property, String text, Map<String, Long> units, long most, String allowed) {
        Matcher amount = AMOUNT.matcher(text.strip());
        Long unit = amount.matches() ? units.get(amount.group(2).toLowerCase(Locale.ROOT)) : null;
        BigDecimal value = unit == null ? null : new BigDecimal(amount.group(1)).multiply(BigDecimal.valueOf(unit));
        if (value == null || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new RefusalException(
                    Problem.of(property + " is not " + allowed + ": " + text, "Correct it, or leave it out."));
        }
        return value.longValue();
    }
}
