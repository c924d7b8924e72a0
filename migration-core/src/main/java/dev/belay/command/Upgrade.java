package dev.belay.command;

import dev.belay.migrate.Migrations;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.script.Version;
import java.time.Duration;

/** Goal {@code upgrade}: applies what is pending. */
public final class Upgrade {

    private Upgrade() {}

    /**
     * @param database the database
     * @param target how far
     */
    public record Request(DatabaseRequest database, UpTarget target) {}

    /**
     * Upgrades.
     *
     * @throws dev.belay.outcome.RefusalException when the scripts, the history or the target forbid it, or a statement
     *     fails
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached or is lost
     */
    public static UpgradeOutcome run(Request request) {
        long start = System.nanoTime();
        request.database().project().requireSound();
        try (var database = OpenDatabase.forWriting(request.database())) {
            Migrations.Result result = database.migrations().upgrade(request.target());
            return new UpgradeOutcome(
                    database.target(),
                    database.run(),
                    result.before().map(Version::toString),
                    result.after().map(Version::toString),
                    result.scripts(),
                    result.withoutUndo(),
                    result.warnings(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
