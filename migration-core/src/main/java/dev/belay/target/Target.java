package dev.belay.target;

import dev.belay.outcome.Environment;
import dev.belay.postgres.ConnectionSettings;
import java.util.List;

/** Which database a goal works on. */
public sealed interface Target {

    /** {@return what the database is for} */
    Environment environment();

    /**
     * A database that somebody has named.
     *
     * @param settings how to reach it, credentials included
     * @param environment production unless somebody has said otherwise
     * @param source what named it, for people: {@code db.url}, {@code DATABASE_URL}, {@code PGHOST, PGDATABASE}
     * @param warnings what was ignored on the way, such as a password file that others can read
     */
    record NamedTarget(ConnectionSettings settings, Environment environment, String source, List<String> warnings)
            implements Target {

        public NamedTarget {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The project's embedded development database.
     *
     * @param reason why this one, for people
     * @param environment always development
     */
    record EmbeddedTarget(String reason, Environment environment) implements Target {}

    /**
     * No database: the goal can do without, and none was named for it.
     *
     * @param environment what was said, or production
     */
    record NoTarget(Environment environment) implements Target {}
}
