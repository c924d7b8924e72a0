package dev.belay.finding;

import java.util.Locale;

/** The lowest severity that fails a build. */
public enum FailOn {
    LOW,
    MEDIUM,
    HIGH,
    NEVER;

    /** {@return whether a finding of this severity fails the build} */
    public boolean failsOn(Severity severity) {
        return this != NEVER && severity.ordinal() >= ordinal();
    }

    /** {@return the name as users type it: {@code low}, {@code medium}, {@code high}, {@code never}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
