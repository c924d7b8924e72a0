package dev.belay.trace;

import java.sql.Connection;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The ways into a scratch database on which the history has been replayed.
 *
 * @param worker opens a session as the role that scripts run as
 * @param observer opens a session as a role that sees the worker's locks
 * @param server for people: {@code PostgreSQL 17.11, embedded}
 * @param major the server's major version
 * @param statementTimeout how long one statement may take
 */
public record ScratchSessions(
        Supplier<Connection> worker,
        Supplier<Connection> observer,
        String server,
        int major,
        Duration statementTimeout) {}
