package dev.belay.analysis;

import dev.belay.server.ScratchDatabase;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The pending scripts on a scratch server. The server is started, and the history replayed, in the background: what the
 * scripts' text says is found out in the meantime.
 */
public final class Trial implements AutoCloseable {

    private final ScratchTrace scratch;
    private final CompletableFuture<ScratchDatabase> database;

    private Trial(ScratchTrace scratch) {
        this.scratch = scratch;
        this.database =
                CompletableFuture.supplyAsync(scratch::prepare, work -> new Thread(work, "belay-scratch").start());
    }

    /** {@return a trial whose database is being prepared} */
    public static Trial begin(ScratchTrace scratch) {
        return new Trial(scratch);
    }

    /**
     * Runs the pending scripts.
     *
     * @param unreadable those that are passed over, as the history names them
     * @param queries the application's; empty when they are not known
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server, or the history cannot be replayed
     */
    public ScratchTrace.Seen run(Set<String> unreadable, Optional<ApplicationQueries> queries) {
        try {
            return scratch.run(database.join(), unreadable, queries);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Removes the database, as soon as it is there. */
    @Override
    public void close() {
        database.handle((prepared, failure) -> prepared)
                .thenAccept(prepared -> {
                    if (prepared != null) {
                        prepared.close();
                    }
                })
                .join();
    }
}
