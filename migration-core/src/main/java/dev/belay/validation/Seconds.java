package dev.belay.validation;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
final class Seconds {

    private Seconds() {}

    /** {@return {@code 3.2 s}, {@code 60 s}} */
    static String of(Duration time) {
        return time.toMillis() < 10_000 && time.toMillis() % 1000 != 0
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : time.toSeconds() + " s";
    }
}
