package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.Migrations;
import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.script.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Goal {@code downgrade}: takes versions back with their undo scripts. */
public final class Downgrade {

    private Downgrade() {}

    /**
     * @param database the database
     * @param target how far
     * @param safeguards what keeps the run safe
     */
    public record Request(DatabaseRequest database, DownTarget target, Safeguards safeguards) {

        /** Without any safeguard but the transactions. */
        public Request(DatabaseRequest database, DownTarget target) {
            this(database, target, Safeguards.none());
        }
    }

    /**
     * Downgrades.
     *
     * @throws dev.belay.outcome.RefusalException before it starts when the target is not one, undo scripts are missing or a
     *     safeguard forbids it; or when a statement fails
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached or is lost
     */
    public static DowngradeOutcome run(Request request) {
        if (request.safeguards().any()) {
            return new SafeRun<>(request.database(), request.safeguards(), new SafeDowngrade(request)).run();
        }
        Instant started = Instant.now();
        request.database().project().requireSound();
        try (var database = OpenDatabase.forWriting(
                request.database(), new ApplyDeadline(request.safeguards().timeout()))) {
            return undo(database, request, started);
        }
    }

    /** Takes back, in a database that is open. */
    static DowngradeOutcome undo(OpenDatabase database, Request request, Instant started) {
        Migrations.Result result = database.migrations().downgrade(request.target());
        return outcome(request, database, result, Duration.between(started, Instant.now()));
    }

    /** {@return the outcome of a run without safeguards} */
    static DowngradeOutcome outcome(
            Request request, OpenDatabase database, Migrations.Result result, Duration duration) {
        List<AppliedScript> undone = result.scripts().stream()
                .filter(script -> script.version().isPresent())
                .toList();
        return new DowngradeOutcome(
                database.target(),
                database.run(),
                result.before().map(Version::toString),
                result.after().map(Version::toString),
                undone,
                result.scripts().stream()
                        .filter(script -> script.version().isEmpty())
                        .toList(),
                hasScriptsOf(request, undone),
                ClimbHint.of(
                        result.before().map(Version::toString), result.after().map(Version::toString)),
                result.warnings(),
                duration);
    }

    private static boolean hasScriptsOf(Request request, List<AppliedScript> undone) {
        Set<String> there = request.database().project().scripts().versioned().stream()
                .flatMap(script -> script.name().version().stream())
                .map(Version::toString)
                .collect(Collectors.toSet());
        return undone.stream()
                .flatMap(script -> script.version().stream())
                .allMatch(version -> there.contains(Version.of(version).toString()));
    }
}
