package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.resource.filesystem.FileSystemResource;
import org.flywaydb.core.internal.sqlscript.SqlScriptMetadata;

/** Why Flyway's scanner gave up: it reads each script's {@code .conf}, and its messages do not name the file. */
record ScanFailure(Configuration configuration) {

    private static final String UNTOUCHED = "No database was touched.";

    /**
     * Scans.
     *
     * @throws RefusalException naming the {@code .conf} file that Flyway does not take, or else what it says
     */
    static <T> T orRefused(Configuration configuration, Supplier<T> scan) {
        try {
            return scan.get();
        } catch (FlywayException | IllegalArgumentException e) {
            throw new ScanFailure(configuration).refusal(e);
        }
    }

    private RefusalException refusal(RuntimeException failure) {
        return Arrays.stream(configuration.getLocations())
                .map(Location::getRootPath)
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(folder -> confFiles(folder).stream().flatMap(file -> refused(folder, file).stream()))
                .findFirst()
                .orElseGet(() -> new RefusalException(
                        Problem.of(
                                        "the scripts cannot be looked through: " + firstLine(failure),
                                        "correct the locations (db.locations, flyway.locations) or what is in them")
                                .withState(UNTOUCHED),
                        failure));
    }

    private List<Path> confFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Arrays.stream(configuration.getSqlMigrationSuffixes())
                            .anyMatch(suffix -> file.toString().endsWith(suffix + ".conf")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private Optional<RefusalException> refused(Path folder, Path file) {
        try {
            var resource = new FileSystemResource(null, file.toString(), configuration.getEncoding(), false);
            String encoding = SqlScriptMetadata.fromResource(resource, null, configuration)
                    .encoding();
            if (encoding != null) {
                Charset.forName(encoding);
            }
            return Optional.empty();
        } catch (FlywayException | IllegalArgumentException e) {
            return Optional.of(new RefusalException(
                    Problem.of(folder.relativize(file) + ": " + firstLine(e), ScriptConfig.REMEDY)
                            .withState(UNTOUCHED),
                    e));
        }
    }

    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return e instanceof FlywayException ? message : "there is no encoding " + message;
    }
}
