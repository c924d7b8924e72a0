package dev.belay.analysis;

import dev.belay.server.ScratchServer;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how scripts are tried.
 *
 * @param server makes the databases
 * @param database the name of the database that scripts find themselves in
 * @param superuser whether scripts run as a superuser, and may do anything to the scratch server
 * @param init SQL that is run before the first script, as the role of the scripts, and as a superuser what that role may
 *     not; empty for none
 * @param timeout how long one statement may take
 */
public record ScratchRequest(
        ScratchServer server, String database, boolean superuser, Optional<Init> init, Duration timeout) {

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
