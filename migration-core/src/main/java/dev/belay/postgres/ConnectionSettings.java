package dev.belay.postgres;

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

    public ConnectionSettings {
        properties = Map.copyOf(new TreeMap<>(properties));
    }

    /** {@return the URL and the user; no property and no password} */
    @Override
    public String toString() {
        return user.map(u -> u + " at ").orElse("") + jdbcUrl;
    }
}
