package dev.belay.postgres;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The hosts of one database with their ports, checked. Error texts name no host and no port: a password with an
 * unencoded {@code @} or {@code /} ends up in their place.
 */
final class HostList {

    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65535;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]+");
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9a-fA-F:.]+(?:%[\\p{L}\\p{N}._-]+)?)]?");

    static final String ENCODE =
            "Percent-encode special characters of a password in a URL (@ as %40, : as %3A, / as %2F, % as %25), or give it as db.password.";

    private HostList() {}

    /**
     * Joins hosts and ports as the driver's URL wants them.
     *
     * @param hosts names or addresses; an empty one stands for localhost
     * @param ports one per host, or one for all, or none; an empty one stands for 5432
     */
    static String join(List<String> hosts, List<String> ports, String source) {
        if (ports.size() > 1 && ports.size() != hosts.size()) {
            throw PostgresUrl.refusal(
                    source + " has " + hosts.size() + " hosts and " + ports.size() + " ports",
                    "Give one port for each host, or one for all.");
        }
        return IntStream.range(0, hosts.size())
                .mapToObj(i -> host(hosts.get(i), source) + ":" + port(portOf(ports, i), source))
                .collect(Collectors.joining(","));
    }

    private static String portOf(List<String> ports, int i) {
        if (ports.isEmpty()) {
            return "";
        }
        return ports.size() == 1 ? ports.get(0) : ports.get(i);
    }

    private static String host(String host, String source) {
        if (host.isEmpty()) {
            return "localhost";
        }
        if (host.startsWith("/") || (host.startsWith("@") && host.length() > 1)) {
            throw PostgresUrl.refusal(
                    source + " names a Unix-domain socket, which Java's driver cannot use",
                    "Name a TCP host, such as localhost.");
        }
        if (host.contains(":")) {
            var address = IPV6.matcher(host);
            if (address.matches()) {
                return "[" + address.group(1) + "]";
            }
        } else if (NAME.matcher(host).matches()) {
            return host;
        }
        throw PostgresUrl.refusal(source + " has a host name that cannot be one", ENCODE);
    }

    private static int port(String port, String source) {
        if (port.isEmpty()) {
            return DEFAULT_PORT;
        }
        // nine digits at most: the number fits an int
        int number = port.matches("[0-9]{1,9}") ? Integer.parseInt(port) : 0;
        if (number < 1 || number > MAX_PORT) {
            throw PostgresUrl.refusal(source + " has a port that is not a number from 1 to 65535", ENCODE);
        }
        return number;
    }
}
