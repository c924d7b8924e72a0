package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.KilledRun;
import dev.belay.migrate.Migrations;
import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
            return PlainRun.take(
                    database, request.database(), request.safeguards(), () -> undo(database, request, started));
        }
    }

    /** Takes back, in a database that is open. */
    static DowngradeOutcome undo(OpenDatabase database, Request request, Instant started) {
        refuseCounting(database, request.target());
        Migrations.Result result = database.migrations().downgrade(request.target());
        return outcome(request, database, result, Duration.between(started, Instant.now()));
    }

    /**
     * A run that was killed may have gone some of the way: counted from there, the same number of steps leads too far.
     *
     * @throws RefusalException once, naming the version that the database is at
     */
    static void refuseCounting(OpenDatabase database, DownTarget target) {
        Optional<KilledRun> killed = database.killed().stream()
                .filter(run -> run.goal().equals("downgrade"))
                .findFirst();
        if (killed.isEmpty() || !(target instanceof DownTarget.Step)) {
            return;
        }
        String at =
                database.migrations().history().current().map(Version::toString).orElse("none");
        throw new RefusalException(Problem.of(
                        killed.get().describe()
                                + ": a number of steps would be counted from where that run has stopped",
                        "name the version to go to:  mvn db:downgrade -Ddb.target=<version>;  mvn db:history  shows"
                                + " them")
                .withState(database.target().database() + " is at version " + at + "."));
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
