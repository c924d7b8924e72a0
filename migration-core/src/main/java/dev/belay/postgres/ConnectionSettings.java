package dev.belay.postgres;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How to reach one database. Holds nothing secret but {@code password}, so its other parts may be printed.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database} without user, password or any other parameter
 * @param user the role; empty means the driver's default, the operating system's user
 * @param password empty where the server asks for none
 * @param properties further driver properties, such as {@code sslmode}; may hold secrets (sslpassword), never printed
 */
public record ConnectionSettings(
        String jdbcUrl, Optional<String> user, Optional<Secret> password, Map<String, String> properties) {

    private static final String PREFIX = "jdbc:postgresql://";

    public ConnectionSettings {
        properties = Map.copyOf(new TreeMap<>(properties));
    }

    /** {@return {@code host:port}, several separated by commas, as the URL has them} */
    public String server() {
        String rest = jdbcUrl.startsWith(PREFIX) ? jdbcUrl.substring(PREFIX.length()) : jdbcUrl;
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /** {@return the database's name; empty when the URL has none, so that it is named as the user is} */
    public Optional<String> database() {
        int slash = jdbcUrl.lastIndexOf('/');
        String name = slash < PREFIX.length() ? "" : jdbcUrl.substring(slash + 1);
        return Optional.of(URLDecoder.decode(name, StandardCharsets.UTF_8)).filter(n -> !n.isEmpty());
    }

    /** {@return another database of the same server, with the same credentials} */
    public ConnectionSettings withDatabase(String name) {
        String url = PREFIX + server() + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return new ConnectionSettings(url, user, password, properties);
    }

    /** {@return the same database, with other credentials} */
    public ConnectionSettings withCredentials(Optional<String> newUser, Optional<Secret> newPassword) {
        return new ConnectionSettings(jdbcUrl, newUser, newPassword, properties);
    }

    /** {@return the URL and the user; no property and no password} */
    @Override
    public String toString() {
        return user.map(u -> u + " at ").orElse("") + jdbcUrl;
    }
}
