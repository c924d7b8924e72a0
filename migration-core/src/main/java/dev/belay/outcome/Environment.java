package dev.belay.outcome;

import java.util.Locale;

/** What a database is for; decides which safeguards are the default. */
public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    /** {@return the name as users type it} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
