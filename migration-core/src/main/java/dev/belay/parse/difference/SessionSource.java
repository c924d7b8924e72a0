package dev.belay.parse.difference;

import java.sql.Connection;
import java.util.function.Supplier;
import org.pgcodekeeper.core.database.base.jdbc.IJdbcConnector;

/** Gives pgCodeKeeper sessions of ours, so that no password stands in a URL and the driver's manager is not asked. */
record SessionSource(Supplier<Connection> sessions) implements IJdbcConnector {

    @Override
    public Connection getConnection() {
        return sessions.get();
    }

    @Override
    public String getBatchDelimiter() {
        return null; // PostgreSQL has none: the interface's word for it
    }

    @Override
    public String getUrl() {
        return "jdbc:postgresql:";
    }
}
