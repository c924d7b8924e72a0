package dev.belay.command;

import dev.belay.migrate.PreviewGoal;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.Direction;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.script.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Goal {@code preview}: writes the SQL that an upgrade or a downgrade would run, for psql. The database is only read, and
 * nobody is kept from it.
 */
public final class Preview {

    private Preview() {}

    /**
     * @param database the database
     * @param goal an upgrade or a downgrade, and how far
     * @param file where to write the SQL; replaced if it exists, its folder created
     */
    public record Request(DatabaseRequest database, PreviewGoal goal, Path file) {}

    /**
     * Writes the file, all of it or nothing, readable by its owner only: it holds the values of placeholders.
     *
     * @throws dev.belay.outcome.RefusalException when the goal itself would be refused before it starts
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached or the file not be written
     */
    public static PreviewOutcome run(Request request) {
        request.database().project().requireSound();
        try (var database = OpenDatabase.forReading(request.database())) {
            PreviewPlan plan = PrivateFile.write(
                    request.file(), out -> database.migrations().preview(request.goal(), database.target(), out));
            return new PreviewOutcome(
                    database.target(),
                    request.goal() instanceof PreviewGoal.Up ? Direction.UP : Direction.DOWN,
                    request.file(),
                    plan.before().map(Version::toString),
                    plan.after().map(Version::toString),
                    plan.steps(),
                    plan.warnings(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());
        }
    }
}
