package dev.belay.command;

import dev.belay.migrate.KilledRun;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import java.util.ArrayList;
import java.util.List;

/** Whether one run's maintenance window is open. It is closed once, by whoever comes first. */
final class StoppedTraffic {

    private final MaintenanceWindow window;
    private final Progress progress;
    private final List<String> untold = new ArrayList<>();
    private boolean open;
    private boolean stuck;

    StoppedTraffic(MaintenanceWindow window, Progress progress) {
        this.window = window;
        this.progress = progress;
    }

    /** A run that was killed inside its window has left it open: this one closes it, however it ends. */
    void inherit(List<KilledRun> killed) {
        killed.stream()
                .filter(run -> !window.isEmpty() && run.mayHaveOpenedWindow())
                .forEach(run -> {
                    open = true;
                    progress.info(
                            "run " + run.run()
                                    + " may have stopped the traffic before it was killed; db.after follows at the end of this run");
                });
    }

    /**
     * Stops the traffic.
     *
     * @throws dev.belay.outcome.EnvironmentException when the command fails
     */
    void open() {
        open = true; // also a command that fails may have done half of it
        window.open(progress);
    }

    /** Stops it for a way back, if a look at the application's health has let it in; that this fails ends nothing. */
    void reopen() {
        if (!open && !window.isEmpty()) {
            try {
                open();
            } catch (BelayException e) {
                untold.add("the traffic was not stopped for the way back: " + words(e.problem()));
            }
        }
    }

    /**
     * Lets it in again, if it is stopped; that this fails ends nothing.
     *
     * @return whether it is in, as far as the commands tell
     */
    boolean close() {
        if (open) {
            open = false;
            stuck = false;
            window.close(progress).ifPresent(problem -> {
                stuck = true;
                // not the command itself, which may have a password in it
                untold.add("traffic may still be stopped, since db.after has failed; run its command by hand ("
                        + words(problem) + ")");
            });
        }
        return !stuck;
    }

    /** {@return what went wrong and was not asked for yet, a line each} */
    List<String> untold() {
        List<String> lines = List.copyOf(untold);
        untold.clear();
        return lines;
    }

    private static String words(Problem problem) {
        return problem.details().isEmpty()
                ? problem.what()
                : problem.what() + " " + String.join(" | ", problem.details());
    }
}
