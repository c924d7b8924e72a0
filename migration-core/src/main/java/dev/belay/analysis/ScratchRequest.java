package dev.belay.analysis;

import dev.belay.server.ScratchServer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where and how scripts are tried.
 *
 * @param server starts what makes the databases; asked only when there is something to try
 * @param database the name of the database that scripts find themselves in
 * @param superuser whether scripts run as a superuser, and may do anything to the scratch server
 * @param init SQL that is run before the first script, as the role of the scripts, and as a superuser what that role may
 *     not; empty for none
 * @param replay whether the history's scripts are run after that; not where the SQL has brought all they made
 * @param timeout how long one statement may take
 */
public record ScratchRequest(
        Supplier<? extends ScratchServer> server,
        String database,
        boolean superuser,
        Optional<Init> init,
        boolean replay,
        Duration timeout) {

    /** Unless somebody sets it otherwise: far more than DDL on empty tables takes. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * SQL to begin with.
     *
     * @param name of its file, for messages
     * @param sql its text
     */
    public record Init(String name, String sql) {}
}
