package dev.belay.postgres;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the two kinds of URL that name a PostgreSQL database: the JDBC driver's
 * ({@code jdbc:postgresql://host:port/database?user=..&password=..}) and libpq's
 * ({@code postgresql://user:password@host:port/database?sslmode=..}). No error text holds any part of the URL that
 * could be a password or a piece of one.
 */
public final class PostgresUrl {

    private static final Pattern SCHEME =
            Pattern.compile("(?:jdbc:)?([a-zA-Z][a-zA-Z0-9+.-]{0,30}):.*", Pattern.DOTALL);

    private static final String FORMS =
            "Write jdbc:postgresql://host:port/database or postgresql://user:password@host:port/database.";

    private PostgresUrl() {}

    /**
     * Reads a URL.
     *
     * @param url the URL; blanks around it do not count
     * @param source what the user knows it as, such as {@code db.url} or {@code DATABASE_URL}; for messages
     * @return its parts; user and password are not in the {@code jdbcUrl} any more
     * @throws RefusalException when it is not a URL of a PostgreSQL database, or has a parameter that is not known
     */
    public static ConnectionSettings parse(String url, String source) {
        String text = url.strip();
        if (text.startsWith("jdbc:postgresql:")) {
            return new JdbcUrlReader(source).read(text);
        }
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return new LibpqUriReader(source).read(text);
        }
        var scheme = SCHEME.matcher(text);
        // "user:password@host" looks like a scheme too: only what is followed by // or stands behind jdbc: is one
        if (scheme.matches() && (text.startsWith("jdbc:") || text.contains("://"))) {
            String name = scheme.group(1).toLowerCase(Locale.ROOT);
            if (text.startsWith("jdbc:") || text.startsWith("://", scheme.end(1))) {
                throw refusal(
                        source + " names a database of the kind " + name + "; this works on PostgreSQL only", FORMS);
            }
        }
        throw refusal(source + " is not the URL of a PostgreSQL database", FORMS);
    }

    static RefusalException refusal(String what, String next) {
        return new RefusalException(Problem.of(what, next));
    }
}
