package dev.belay.server;

import dev.belay.postgres.ConnectionSettings;

/**
 * How to reach a scratch database.
 *
 * @param owner as the role that owns the database and may do nothing outside of it, unless a superuser was asked for:
 *     the role that scripts run as
 * @param observer as a role that sees all sessions of the server, where there is one; else the owner
 * @param admin whether the observer is a superuser
 */
public record ScratchAccess(ConnectionSettings owner, ConnectionSettings observer, boolean admin) {}
