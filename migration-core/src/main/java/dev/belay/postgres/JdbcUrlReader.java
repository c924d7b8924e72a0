package dev.belay.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/**
 * Reads {@code jdbc:postgresql:} URLs as the driver does ({@code org.postgresql.Driver.parseURL}), but refuses what
 * that would silently pass on: parameters it does not know, and {@code user:password@} before the host.
 */
final class JdbcUrlReader {

    static final String PREFIX = "jdbc:postgresql:";

    /** Not for users to set here: the name of the session is the run's. */
    private static final Set<String> OURS = Set.of("ApplicationName", "assumeMinServerVersion", "tcpKeepAlive");

    private static final Set<String> IN_THE_URL = Set.of("PGHOST", "PGPORT", "PGDBNAME", "service");

    private final String source;
    private final PercentCode code;

    JdbcUrlReader(String source) {
        this.source = source;
        this.code = new PercentCode(source, true);
    }

    ConnectionSettings read(String url) {
        String rest = url.substring(PREFIX.length());
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        var properties = parameters(question < 0 ? "" : rest.substring(question + 1));
        Optional<String> user = Optional.ofNullable(properties.remove("user")).filter(u -> !u.isEmpty());
        Optional<Secret> password = Optional.ofNullable(properties.remove("password"))
                .filter(p -> !p.isEmpty())
                .map(Secret::new);
        return new ConnectionSettings(place(place), user, password, properties);
    }

    private String place(String place) {
        if (!place.startsWith("//")) {
            return jdbcUrl("localhost:5432", database(place));
        }
        int slash = place.indexOf('/', 2);
        String authority = slash < 0 ? place.substring(2) : place.substring(2, slash);
        if (authority.contains("@")) {
            throw PostgresUrl.refusal(
                    source + " has an @ before the host; a JDBC URL does not hold user and password there",
                    "Give db.user and db.password, or write the URL as postgresql://user:password@host:port/database.");
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String address : authority.split(",", -1)) {
            int colon = address.lastIndexOf(':');
            boolean hasPort = colon > address.lastIndexOf(']');
            hosts.add(hasPort ? address.substring(0, colon) : address);
            ports.add(hasPort ? address.substring(colon + 1) : "");
        }
        return jdbcUrl(HostList.join(hosts, ports, source), slash < 0 ? "" : database(place.substring(slash + 1)));
    }

    private String database(String encoded) {
        if (encoded.contains("/")) {
            throw PostgresUrl.refusal(
                    source + " has a / in the database's name", "Write a / in the name of a database as %2F.");
        }
        return code.decode(encoded, "database");
    }

    /** A URL that the driver reads back into the same parts. */
    static String jdbcUrl(String hosts, String database) {
        return PREFIX + "//" + hosts + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    private Map<String, String> parameters(String query) {
        var properties = new TreeMap<String, String>();
        String before = "";
        for (String parameter :
                Arrays.stream(query.split("&")).filter(p -> !p.isEmpty()).toList()) {
            int equal = parameter.indexOf('=');
            String name = equal < 0 ? parameter : parameter.substring(0, equal);
            if (IN_THE_URL.contains(name) || PGProperty.forName(name) == null) {
                throw LibpqParameters.unknown(name, before, source);
            }
            if (!OURS.contains(name)) {
                properties.put(name, equal < 0 ? "" : code.decode(parameter.substring(equal + 1), name));
            }
            before = name;
        }
        return properties;
    }
}
