package dev.belay.target;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.postgres.LibpqParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * libpq's connection service file: {@code [name]} sections of {@code parameter=value} lines.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgservice.html">The connection service file</a>
 */
final class ServiceFile {

    private final TargetInputs inputs;

    ServiceFile(TargetInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Finds a service: in the user's file, then in the system's.
     *
     * @throws dev.belay.outcome.RefusalException when no file has it, or a line of it cannot be read
     */
    Map<String, String> parameters(String service) {
        var files = files();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                var found = read(file, service);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        throw TargetRules.refusal(
                "PGSERVICE names the service " + service + ", which is not in "
                        + String.join(" or ", files.stream().map(Path::toString).toList()),
                "Add it there, or set PGSERVICEFILE to the file that has it.");
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        files.add(inputs.filled("PGSERVICEFILE")
                .map(Path::of)
                .orElseGet(() -> inputs.libpqFolder().resolve(".pg_service.conf")));
        inputs.filled("PGSYSCONFDIR").ifPresent(folder -> files.add(Path.of(folder, "pg_service.conf")));
        return files;
    }

    private static Map<String, String> read(Path file, String service) {
        var parameters = new TreeMap<String, String>();
        boolean inside = false;
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (text.startsWith("[")) {
                if (inside) {
                    return parameters;
                }
                inside = text.equals("[" + service + "]");
            } else if (inside) {
                int equal = text.indexOf('=');
                String name = equal < 0 ? "" : text.substring(0, equal).strip();
                if (!LibpqParameters.isKnown(name)) {
                    throw TargetRules.refusal(
                            file + ":" + number + ": this line of the service " + service
                                    + " is not a parameter that is known",
                            "Write it as parameter=value, with a parameter of libpq.");
                }
                // as libpq: the first of several lines counts, and blanks before and behind the value are its own
                parameters.putIfAbsent(name, text.substring(equal + 1));
            }
        }
        return parameters;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException e) {
            throw new EnvironmentException(
                    Problem.of("cannot read the service file " + file, "Check its permissions, and that it is UTF-8."),
                    e);
        }
    }
}
