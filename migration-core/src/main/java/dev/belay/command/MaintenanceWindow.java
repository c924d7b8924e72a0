package dev.belay.command;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.server.CommandLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is run round the apply: stop and resume traffic.
 *
 * @param folder where the commands run
 * @param before run first; when it fails, nothing is applied
 * @param after run in every case, once {@code before} has been begun
 */
public record MaintenanceWindow(Path folder, Optional<String> before, Optional<String> after) {

    /** Long enough for traffic to drain; a command that hangs must not hold the run lock for ever. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    public static final MaintenanceWindow NONE =
            new MaintenanceWindow(Path.of("."), Optional.empty(), Optional.empty());

    /** @throws RefusalException when a command cannot be read; better now than when traffic has to be let in again */
    public MaintenanceWindow {
        before.ifPresent(command -> readable("db.before", command));
        after.ifPresent(command -> readable("db.after", command));
    }

    private static void readable(String parameter, String command) {
        try {
            CommandLine.split(command);
        } catch (RefusalException e) {
            throw new RefusalException(Problem.of(
                            parameter + ": " + e.problem().what(), e.problem().next())
                    .withState("No database was touched."));
        }
    }

    boolean isEmpty() {
        return before.isEmpty() && after.isEmpty();
    }

    /**
     * Opens the window.
     *
     * @throws EnvironmentException when the command fails
     */
    void open(Progress progress) {
        before.ifPresent(command -> {
            CommandLine.Ended ended = CommandLine.run(folder, command, LIMIT);
            if (ended.exit() != 0) {
                throw new EnvironmentException(
                        failed("db.before", ended).withState("Nothing was applied; the database is unchanged."));
            }
            progress.detail("db.before: " + String.join(" | ", ended.lastLines()));
        });
    }

    /** {@return why it could not be closed; empty when it was} */
    Optional<Problem> close(Progress progress) {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        try {
            CommandLine.Ended ended = CommandLine.run(folder, after.get(), LIMIT);
            progress.detail("db.after: " + String.join(" | ", ended.lastLines()));
            return ended.exit() == 0 ? Optional.empty() : Optional.of(failed("db.after", ended));
        } catch (BelayException e) {
            return Optional.of(e.problem());
        }
    }

    private static Problem failed(String parameter, CommandLine.Ended ended) {
        List<String> said = ended.lastLines();
        return Problem.of(
                        "the command of " + parameter + " ended with code " + ended.exit() + ".",
                        "run it by hand, and see what it says.")
                .withDetails(said);
    }
}
