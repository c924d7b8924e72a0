package dev.belay.migrate;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Runs scripts on a session of a scratch database: each as an upgrade or downgrade would, in a session that is as if it had
 * just been opened; but without a history, and without the project's callbacks. Much faster than Flyway's way where a
 * thousand scripts are run one by one.
 */
public final class DirectScripts {

    private static final String FRESH = "RESET SESSION AUTHORIZATION; RESET ALL; DISCARD TEMP";

    private final Connection connection;
    private final Configuration configuration;
    private final ScriptPreparer preparer;
    private final Where where;
    private final Optional<String> initSql;
    private final int seconds;

    /**
     * @param connection in auto-commit mode; the caller's to close
     * @param project says how scripts are read and where their objects go
     * @param timeout for each statement
     * @throws EnvironmentException when the server does not answer
     */
    public DirectScripts(Connection connection, MigrationProject project, Duration timeout) {
        this.connection = connection;
        this.configuration = project.configuration();
        this.where = Where.of(connection, configuration);
        this.preparer = new ScriptPreparer(
                configuration, FlywayPlaceholders.of(configuration, where.placeholders(configuration)));
        this.initSql = Optional.ofNullable(configuration.getInitSql()).filter(sql -> !sql.isBlank());
        this.seconds = (int) timeout.toSeconds();
    }

    /**
     * Reads a script, once.
     *
     * @throws dev.belay.outcome.RefusalException when it cannot be decoded or a placeholder has no value
     */
    public PreparedScript prepare(ScriptFile file) {
        return preparer.prepare(file);
    }

    /** {@return the history table, quoted and qualified} */
    public String historyTable() {
        return where.historyTable();
    }

    /**
     * Makes the schemas that Flyway would make before the first script, as far as they are not there.
     *
     * @throws EnvironmentException when the server refuses
     */
    public void makeSchemas() {
        if (!configuration.isCreateSchemas()) {
            return;
        }
        var schemas = new LinkedHashSet<>(List.of(configuration.getSchemas()));
        schemas.add(where.schema());
        try (var quote = connection.prepareStatement("SELECT format('CREATE SCHEMA IF NOT EXISTS %I', name)"
                        + " FROM unnest(?::text[]) name WHERE to_regnamespace(quote_ident(name)) IS NULL");
                var statement = connection.createStatement()) {
            quote.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            var commands = new ArrayList<String>();
            try (var row = quote.executeQuery()) {
                while (row.next()) {
                    commands.add(row.getString(1));
                }
            }
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    /**
     * Runs a script in a transaction of its own, or without one where it runs so.
     *
     * @return what the server refused; empty when all went well. Without a transaction, what was before that stays
     * @throws EnvironmentException when the session is lost
     */
    public Optional<Refused> run(PreparedScript script) {
        try {
            if (!script.inTransaction()) {
                return runHere(script);
            }
            connection.setAutoCommit(false);
            try {
                Optional<Refused> refused = runHere(script);
                if (refused.isEmpty()) {
                    return commit(script);
                }
                connection.rollback();
                return refused;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    /**
     * Runs a script in the transaction that is open, and asks what would be asked at its end: constraints that are
     * deferred.
     *
     * @return what the server refused, after which the transaction can only be rolled back
     * @throws EnvironmentException when the session is lost
     */
    public Optional<Refused> runWithin(PreparedScript script) {
        Optional<Refused> refused = runHere(script);
        if (refused.isPresent()) {
            return refused;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(atEnd(script, e));
        }
    }

    /**
     * Runs SQL that is no migration, such as rows to begin with, all of it in one transaction.
     *
     * @param name of its file, for messages
     * @return what the server refused, after which nothing of it is there
     * @throws EnvironmentException when the session is lost
     */
    public Optional<Refused> run(String name, List<Statement> statements) {
        try {
            connection.setAutoCommit(false);
            fresh();
            try {
                for (Statement statement : statements) {
                    StatementSender.send(connection, statement, seconds);
                }
                connection.commit();
                return Optional.empty();
            } catch (SQLException e) {
                connection.rollback();
                var message = new ServerMessage(e);
                return Optional.of(new Refused(name + ": " + message.withState(), message.additions()));
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private Optional<Refused> commit(PreparedScript script) {
        try {
            connection.commit();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(atEnd(script, e));
        }
    }

    private Optional<Refused> runHere(PreparedScript script) {
        fresh();
        for (Statement statement : script.statements()) {
            try {
                StatementSender.send(connection, statement, seconds);
            } catch (SQLException e) {
                var failure = new StatementFailure(script, statement, e);
                if (failure.connectionLost()) {
                    throw lost(e);
                }
                return Optional.of(new Refused(failure.headline(), failure.details()));
            }
        }
        return Optional.empty();
    }

    /** No script knows what the one before has set; and where it is looked for, Flyway's schema comes first. */
    private void fresh() {
        try (var statement = connection.createStatement()) {
            statement.execute(FRESH);
            if (initSql.isPresent()) {
                statement.execute(initSql.get());
            }
        } catch (SQLException e) {
            throw lost(e);
        }
        try (var path = connection.prepareStatement("SELECT set_config('search_path',"
                + " concat_ws(', ', quote_ident(?), nullif(current_setting('search_path'), '')), false)")) {
            path.setString(1, where.schema());
            path.execute();
        } catch (SQLException e) {
            throw lost(e);
        }
    }

    private static Refused atEnd(PreparedScript script, SQLException e) {
        var message = new ServerMessage(e);
        return new Refused(
                script.file().script() + ": at the end of its transaction: " + message.withState(),
                message.additions());
    }

    private static EnvironmentException lost(SQLException e) {
        return new EnvironmentException(
                Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
    }
}
