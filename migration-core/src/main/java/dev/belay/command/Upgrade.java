package dev.belay.command;

import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.script.Version;
import java.time.Duration;
import java.time.Instant;

/** Goal {@code upgrade}: applies what is pending. */
public final class Upgrade {

    private Upgrade() {}

    /**
     * @param database the database
     * @param target how far
     * @param safeguards what keeps the run safe
     */
    public record Request(DatabaseRequest database, UpTarget target, Safeguards safeguards) {

        /** Without any safeguard but the transactions. */
        public Request(DatabaseRequest database, UpTarget target) {
            this(database, target, Safeguards.none());
        }
    }

    /**
     * Upgrades.
     *
     * @throws dev.belay.outcome.RefusalException when the scripts, the history, the target or a safeguard forbid it, or a
     *     statement fails
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached or is lost
     */
    public static UpgradeOutcome run(Request request) {
        if (request.safeguards().any()) {
            try {
                return new SafeRun<>(request.database(), request.safeguards(), new SafeUpgrade(request)).run();
            } catch (HalfTakenBackException killed) {
                throw new UnfinishedWayBack(request, killed).finish();
            }
        }
        Instant started = Instant.now();
        request.database().project().requireSound();
        try (var database = OpenDatabase.forWriting(
                request.database(), new ApplyDeadline(request.safeguards().timeout()))) {
            return PlainRun.take(
                    database,
                    request.database(),
                    request.safeguards(),
                    () -> apply(database, request.target(), started));
        }
    }

    /** Applies what is pending, in a database that is open. */
    static UpgradeOutcome apply(OpenDatabase database, UpTarget target, Instant started) {
        Migrations.Result result = database.migrations().upgrade(target);
        return new UpgradeOutcome(
                database.target(),
                database.run(),
                result.before().map(Version::toString),
                result.after().map(Version::toString),
                result.scripts(),
                result.withoutUndo(),
                result.warnings(),
                Duration.between(started, Instant.now()));
    }
}
