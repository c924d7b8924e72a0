package dev.belay.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * libpq's connection parameters, translated into the JDBC driver's.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">Parameter key words</a>
 */
public final class LibpqParameters {

    /** The same thing under another name, values alike. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("options", "options"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("gsslib", "gsslib"),
            Map.entry("require_auth", "requireAuth"));

    /** Read below, one by one. */
    private static final Set<String> TRANSLATED = Set.of(
            "host",
            "hostaddr",
            "port",
            "dbname",
            "user",
            "password",
            "ssl",
            "sslrootcert",
            "connect_timeout",
            "target_session_attrs",
            "load_balance_hosts");

    /** Without an equivalent in the driver, and the connection is as safe without them. */
    private static final Set<String> DROPPED = Set.of(
            "application_name",
            "fallback_application_name",
            "client_encoding",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "sslcompression",
            "sslsni");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private LibpqParameters() {}

    /** {@return whether the parameter is one that can be used here} */
    public static boolean isKnown(String name) {
        return RENAMED.containsKey(name) || TRANSLATED.contains(name) || DROPPED.contains(name);
    }

    /**
     * Translates.
     *
     * @param parameters by libpq's key words; several hosts and ports are separated by commas
     * @param source what the user knows them as; for messages
     * @throws dev.belay.outcome.RefusalException when one is not known or its value cannot be used
     */
    public static ConnectionSettings toSettings(Map<String, String> parameters, String source) {
        var properties = new TreeMap<String, String>();
        parameters.forEach((name, value) -> {
            if (!isKnown(name)) {
                throw unknown(name, "", source);
            }
            Optional.ofNullable(RENAMED.get(name)).ifPresent(renamed -> properties.put(renamed, value));
        });
        ssl(parameters, properties);
        timeout(parameters, properties, source);
        serverType(parameters, properties, source);
        if (parameters.containsKey("load_balance_hosts")) {
            properties.put("loadBalanceHosts", String.valueOf("random".equals(parameters.get("load_balance_hosts"))));
        }
        // hostaddr is the address to connect to, host then only the name in the certificate, which the driver cannot do
        String hosts = parameters.getOrDefault("hostaddr", parameters.getOrDefault("host", ""));
        String servers = HostList.join(list(hosts), list(parameters.getOrDefault("port", "")), source);
        return new ConnectionSettings(
                JdbcUrlReader.jdbcUrl(servers, parameters.getOrDefault("dbname", "")),
                present(parameters, "user"),
                present(parameters, "password").map(Secret::new),
                properties);
    }

    private static List<String> list(String commas) {
        return Arrays.stream(commas.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<String> present(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private static void ssl(Map<String, String> parameters, Map<String, String> properties) {
        if ("true".equals(parameters.get("ssl"))) {
            properties.putIfAbsent("sslmode", "require");
        }
        present(parameters, "sslrootcert").ifPresent(file -> {
            if ("system".equals(file)) {
                // libpq 16: the system's trusted certificates, which imply verify-full; Java has its own
                properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
                properties.putIfAbsent("sslmode", "verify-full");
            } else {
                properties.put("sslrootcert", file);
            }
        });
    }

    private static void timeout(Map<String, String> parameters, Map<String, String> properties, String source) {
        present(parameters, "connect_timeout").ifPresent(seconds -> {
            if (!seconds.matches("-?[0-9]{1,6}")) {
                throw PostgresUrl.refusal(
                        source + ": connect_timeout is not a number of seconds", "Write it like connect_timeout=10.");
            }
            // zero and less mean without limit, in both
            String limit = seconds.startsWith("-") ? "0" : seconds;
            properties.put("connectTimeout", limit);
            properties.put("loginTimeout", limit);
        });
    }

    private static void serverType(Map<String, String> parameters, Map<String, String> properties, String source) {
        present(parameters, "target_session_attrs").ifPresent(attributes -> {
            String type = SERVER_TYPES.get(attributes);
            if (type == null) {
                throw PostgresUrl.refusal(
                        source + ": target_session_attrs has a value that libpq does not know",
                        "It is one of any, read-write, read-only, primary, standby, prefer-standby.");
            }
            properties.put("targetServerType", type);
        });
    }

    /** A parameter nobody knows; it is not named where it may be the second half of a password with an & in it. */
    static RuntimeException unknown(String name, String before, String source) {
        boolean maybeSecret = before.toLowerCase(java.util.Locale.ROOT).contains("password");
        if (maybeSecret || !name.matches("[A-Za-z_][A-Za-z0-9_.-]{0,40}")) {
            return PostgresUrl.refusal(
                    source + " has a parameter that is not known" + (maybeSecret ? ", right behind " + before : ""),
                    "If it belongs to a password, write & as %26 (= as %3D), or give the password as db.password.");
        }
        return PostgresUrl.refusal(
                source + " has the parameter " + name + ", which is not known or cannot be used here",
                "Remove " + name + " from it.");
    }
}
