package dev.belay.server;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What libpq is told in a container so that it does as it would on this machine.
 *
 * @param values by name
 * @param files of this machine that they name, or folders
 */
record ContainerVariables(Map<String, String> values, List<Path> files) {

    /** What libpq takes from its user's home without being told (libpq, SSL Support); nobody has a home there. */
    private static final Map<String, String> AT_HOME = new TreeMap<>(Map.of(
            "PGSSLROOTCERT", ".postgresql/root.crt",
            "PGSSLCERT", ".postgresql/postgresql.crt",
            "PGSSLKEY", ".postgresql/postgresql.key",
            "PGSSLCRL", ".postgresql/root.crl",
            "PGPASSFILE", ".pgpass"));

    /** The values of others are never paths, whatever they look like: a password must not become an argument. */
    private static final Set<String> OF_FILES = Set.of(
            "PGSSLROOTCERT",
            "PGSSLCERT",
            "PGSSLKEY",
            "PGSSLCRL",
            "PGSSLCRLDIR",
            "PGPASSFILE",
            "PGSERVICEFILE",
            "PGHOST");

    /**
     * {@return what a command's variables become}
     *
     * @param given those of the command
     * @param kind of the engine
     * @param user as whom libpq connects when nothing else is said; the container has no name for the user's number
     * @param home of that user
     */
    static ContainerVariables of(Map<String, String> given, ContainerKind kind, String user, Path home) {
        Map<String, String> values = new TreeMap<>(given);
        values.put("LC_ALL", "C");
        if (given.containsKey("PGHOST")) {
            values.putIfAbsent("PGUSER", user);
            AT_HOME.forEach((name, file) -> {
                if (Files.isRegularFile(home.resolve(file))) {
                    values.putIfAbsent(name, home.resolve(file).toString());
                }
            });
        }
        if (kind == ContainerKind.MACHINE) {
            values.computeIfPresent(
                    "PGHOST",
                    (name, hosts) -> hosts(hosts)
                            .map(host -> isLoopback(host) ? ContainerKind.OUTSIDE : host)
                            .collect(Collectors.joining(",")));
        }
        Set<Path> files = new LinkedHashSet<>();
        values.forEach((name, value) -> {
            if (OF_FILES.contains(name)) {
                Stream<String> paths = name.equals("PGHOST") ? hosts(value) : Stream.of(value);
                paths.flatMap(each -> existing(each).stream()).forEach(files::add);
            }
        });
        return new ContainerVariables(new LinkedHashMap<>(values), new ArrayList<>(files));
    }

    private static Stream<String> hosts(String value) {
        return Stream.of(value.split(",", -1));
    }

    private static boolean isLoopback(String host) {
        return host.isEmpty() || host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static Optional<Path> existing(String value) {
        try {
            return Optional.of(Path.of(value)).filter(path -> path.isAbsolute() && Files.exists(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
