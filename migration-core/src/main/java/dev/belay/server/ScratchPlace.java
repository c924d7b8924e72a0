package dev.belay.server;

import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.ConnectionSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps trials away from the server that matters: what is tried may take its memory, its disk and its locks. */
public final class ScratchPlace {

    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)])(:\\d+)?");

    private ScratchPlace() {}

    /**
     * Compares what the two URLs say; no server is asked, so two names of one machine are not found out.
     *
     * @param scratch the server that was named for trials
     * @param target the database that the scripts are meant for
     * @param environment what {@code target} is for
     * @throws RefusalException when they share a host and port, unless it is a development server
     */
    public static void requireApart(ConnectionSettings scratch, ConnectionSettings target, Environment environment) {
        if (environment == Environment.DEVELOPMENT) {
            return;
        }
        Set<String> shared = servers(scratch);
        shared.retainAll(servers(target));
        if (!shared.isEmpty()) {
            throw new RefusalException(Problem.of(
                    "db.scratch names the target's own server, " + scratch.server()
                            + ": scripts are not tried out where the " + environment + " database is",
                    "Name another server or an image (postgres:17) in db.scratch, or leave it out for an embedded"
                            + " server; if this is a development server, say so: -Ddb.environment=development"));
        }
    }

    private static Set<String> servers(ConnectionSettings settings) {
        return Arrays.stream(settings.server().split(","))
                .map(server -> server.strip().toLowerCase(Locale.ROOT))
                .map(server -> LOOPBACK.matcher(server).matches() ? "localhost:" + port(server) : server)
                .map(server -> server.matches(".*:\\d+") ? server : server + ":5432")
                .map(server -> server.replaceFirst("\\.:(\\d+)$", ":$1"))
                .collect(Collectors.toSet());
    }

    private static String port(String loopback) {
        var matcher = LOOPBACK.matcher(loopback);
        return matcher.matches() && matcher.group(4) != null ? matcher.group(4).substring(1) : "5432";
    }
}
