package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Turns what the operating system refuses into something a person can mend. */
final class Trouble {

    private Trouble() {}

    /** Reading or writing below {@code place} failed. */
    static EnvironmentException files(String doing, Path place, IOException cause) {
        return new EnvironmentException(
                Problem.of(
                        "Cannot " + doing + " in " + place + ": " + reason(cause) + ".",
                        "free or repair that place, or name another folder in the environment variable BELAY_HOME."),
                cause);
    }

    /** Somebody asked this thread to stop; the wait did not come to its end. */
    static EnvironmentException interrupted(String doing, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EnvironmentException(Problem.of("Interrupted while " + doing + ".", "run the build again."), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason() + " (" + system.getFile() + ")";
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
