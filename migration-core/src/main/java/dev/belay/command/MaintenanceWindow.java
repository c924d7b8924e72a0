package dev.belay.command;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.server.CommandLine;
import java.nio.file.Path;
import java.time.Duration;
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
        before.flatMap(command -> trouble("db.before", command, progress)).ifPresent(problem -> {
            throw new EnvironmentException(problem.withState("Nothing was applied; the database is unchanged."));
        });
    }

    /** {@return why it could not be closed; empty when it was} */
    Optional<Problem> close(Progress progress) {
        return after.flatMap(command -> trouble("db.after", command, progress));
    }

    /** {@return why the command has failed; empty when it has not} */
    private Optional<Problem> trouble(String parameter, String command, Progress progress) {
        CommandLine.Ended ended;
        try {
            ended = CommandLine.run(folder, command, LIMIT);
        } catch (BelayException e) {
            Problem why = e.problem();
            return Optional.of(Problem.of(parameter + ": " + why.what(), why.next()));
        }
        progress.detail(parameter + ": " + String.join(" | ", ended.lastLines()));
        return ended.exit() == 0
                ? Optional.empty()
                : Optional.of(Problem.of(
                                "the command of " + parameter + " ended with code " + ended.exit() + ".",
                                "run it by hand, and see what it says.")
                        .withDetails(ended.lastLines()));
    }
}
