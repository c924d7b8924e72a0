package dev.belay.server;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Secret;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What libpq reads from its environment: there a password is safe from {@code ps}, which everybody may ask for the
 * arguments of every process (libpq, Environment Variables).
 */
public final class ClientEnvironment {

    /** Driver properties that libpq has too, with the same values. */
    private static final Map<String, String> VARIABLES = Map.of(
            "sslmode", "PGSSLMODE",
            "sslrootcert", "PGSSLROOTCERT",
            "sslcert", "PGSSLCERT",
            "sslkey", "PGSSLKEY",
            "sslNegotiation", "PGSSLNEGOTIATION",
            "channelBinding", "PGCHANNELBINDING",
            "requireAuth", "PGREQUIREAUTH",
            "gssEncMode", "PGGSSENCMODE",
            "options", "PGOPTIONS");

    private ClientEnvironment() {}

    /** {@return the variables that lead a program to that database, the password among them} */
    public static Map<String, String> of(ConnectionSettings settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<String> servers = Arrays.asList(settings.server().split(","));
        environment.put("PGHOST", servers.stream().map(ClientEnvironment::host).collect(Collectors.joining(",")));
        environment.put("PGPORT", servers.stream().map(ClientEnvironment::port).collect(Collectors.joining(",")));
        settings.database().ifPresent(name -> environment.put("PGDATABASE", name));
        settings.user().ifPresent(user -> environment.put("PGUSER", user));
        settings.password().map(Secret::reveal).ifPresent(password -> environment.put("PGPASSWORD", password));
        VARIABLES.forEach((property, variable) -> Optional.ofNullable(
                        settings.properties().get(property))
                .ifPresent(value -> environment.put(variable, value)));
        if (servers.size() > 1) {
            environment.put("PGTARGETSESSIONATTRS", "read-write");
        }
        return environment;
    }

    private static String port(String server) {
        return server.substring(server.lastIndexOf(':') + 1);
    }

    private static String host(String server) {
        String host = server.substring(0, server.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
