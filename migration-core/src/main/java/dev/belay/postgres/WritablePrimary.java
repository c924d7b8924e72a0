package dev.belay.postgres;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.sql.Connection;
import java.util.function.Supplier;

/**
 * Refuses databases that a run cannot change safely: a standby, a database that is read-only by default, and a
 * connection pooler that does not give a session a backend of its own (there, the run lock and a session's settings
 * would belong to whoever gets the backend next).
 */
public final class WritablePrimary {

    private WritablePrimary() {}

    /**
     * Looks, and changes nothing. To be called with a read session, before a lock or work session is opened.
     *
     * @param facts of {@code connection}
     * @param settings the database, for messages
     * @param connection an idle session in auto-commit mode; it may be broken after a refusal
     * @param another opens one more session on the same database; called only when there is a pooler, closed here
     * @throws RefusalException saying why, and the remedy
     */
    public static void require(
            ServerFacts facts, ConnectionSettings settings, Connection connection, Supplier<Connection> another) {
        require(facts, settings, connection, another, "db.url");
    }

    /**
     * As {@link #require(ServerFacts, ConnectionSettings, Connection, Supplier)}, for a database that another parameter
     * names.
     *
     * @param source the parameter, for messages
     */
    public static void require(
            ServerFacts facts,
            ConnectionSettings settings,
            Connection connection,
            Supplier<Connection> another,
            String source) {
        if (facts.inRecovery()) {
            throw refusal(
                    settings.server() + " is a standby; it can only be read",
                    settings.server().contains(",")
                            ? "Add targetServerType=primary (target_session_attrs=primary) to " + source
                                    + ", so that the primary among the hosts is taken."
                            : "Name the primary in " + source + ".",
                    facts);
        }
        if (facts.readOnlyByDefault()) {
            throw refusal(
                    "transactions are read-only by default for " + facts.currentUser() + " in " + facts.database(),
                    "Connect as a role that may write, or reset default_transaction_read_only (ALTER DATABASE or ALTER ROLE ... RESET default_transaction_read_only).",
                    facts);
        }
        if (facts.throughPooler()) {
            new PoolerProbe(connection, another).findProof().ifPresent(proof -> {
                throw refusal(
                        "the connection pooler at " + settings.server()
                                + " does not give each session a server connection of its own: " + proof,
                        "Name the server itself in " + source
                                + ", not the pooler, or let the pooler's pool_mode be session for this database, with a pool of five or more.",
                        facts);
            });
        }
    }

    private static RefusalException refusal(String what, String next, ServerFacts facts) {
        return new RefusalException(Problem.of(what, next).withState(facts.database() + " was not changed."));
    }
}
