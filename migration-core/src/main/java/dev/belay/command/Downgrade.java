package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.Migrations;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.script.Version;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Goal {@code downgrade}: takes versions back with their undo scripts. */
public final class Downgrade {

    private Downgrade() {}

    /**
     * @param database the database
     * @param target how far
     */
    public record Request(DatabaseRequest database, DownTarget target) {}

    /**
     * Downgrades.
     *
     * @throws dev.belay.outcome.RefusalException before it starts when the target is not one or undo scripts are missing;
     *     or when a statement fails
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached or is lost
     */
    public static DowngradeOutcome run(Request request) {
        long start = System.nanoTime();
        request.database().project().requireSound();
        try (var database = OpenDatabase.forWriting(request.database())) {
            Migrations.Result result = database.migrations().downgrade(request.target());
            return new DowngradeOutcome(
                    database.target(),
                    database.run(),
                    result.before().map(Version::toString),
                    result.after().map(Version::toString),
                    result.scripts(),
                    hasScriptsOf(request, result),
                    result.warnings(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static boolean hasScriptsOf(Request request, Migrations.Result result) {
        Set<String> there = request.database().project().scripts().versioned().stream()
                .flatMap(script -> script.name().version().stream())
                .map(Version::toString)
                .collect(Collectors.toSet());
        return result.scripts().stream()
                .flatMap(undone -> undone.version().stream())
                .allMatch(version -> there.contains(Version.of(version).toString()));
    }
}
