package dev.belay.migrate;

import dev.belay.outcome.Progress.ScriptRun;
import dev.belay.script.Statement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.jdbc.ErrorImpl;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.Results;
import org.flywaydb.core.internal.sqlscript.SqlScript;
import org.flywaydb.core.internal.sqlscript.SqlScriptExecutor;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;

/**
 * Our statements, dressed as a script of Flyway's: Flyway walks through them and fires its statement callbacks, and each
 * runs by our {@link StatementRunner}.
 */
final class StatementScript implements SqlScript {

    private final PreparedScript script;
    private final ScriptRun run;
    private final StatementRunner runner;
    private final ApplyContext context;
    private final LoadableResource resource;

    StatementScript(
            PreparedScript script,
            ScriptRun run,
            StatementRunner runner,
            ApplyContext context,
            LoadableResource resource) {
        this.script = script;
        this.run = run;
        this.runner = runner;
        this.context = context;
        this.resource = resource;
    }

    private final class OneStatement implements SqlStatement {

        private final Statement statement;

        OneStatement(Statement statement) {
            this.statement = statement;
        }

        @Override
        public Results execute(JdbcTemplate jdbc, SqlScriptExecutor executor, Configuration config) {
            var results = new Results();
            try {
                runner.run(jdbc.getConnection(), script, run, statement);
                context.statementDone(statement);
            } catch (SQLException e) {
                context.failed(new StatementFailure(script, statement, e));
                results.setException(e);
                results.addError(new ErrorImpl(e.getErrorCode(), e.getSQLState(), e.getMessage()));
            }
            return results;
        }

        @Override
        public int getLineNumber() {
            return statement.span().start().line();
        }

        @Override
        public String getSql() {
            return statement.sql();
        }

        @Override
        public String getDelimiter() {
            return ";";
        }

        @Override
        public boolean canExecuteInTransaction() {
            return !statement.autocommitOnly();
        }

        @Override
        public boolean isBatchable() {
            return false;
        }

        @Override
        public SqlScript getReferencedSqlScript() {
            return null;
        }
    }

    @Override
    public SqlStatementIterator getSqlStatements() {
        Iterator<Statement> statements = script.statements().iterator();
        return new SqlStatementIterator() {
            @Override
            public boolean hasNext() {
                return statements.hasNext();
            }

            @Override
            public SqlStatement next() {
                // Flyway's loop ends at null
                return statements.hasNext() ? new OneStatement(statements.next()) : null;
            }

            @Override
            public void close() {
                // nothing is open: the script was read before
            }
        };
    }

    @Override
    public int getSqlStatementCount() {
        return script.statements().size();
    }

    @Override
    public Collection<SqlScript> getReferencedSqlScripts() {
        return List.of();
    }

    @Override
    public LoadableResource getResource() {
        return resource;
    }

    @Override
    public boolean executeInTransaction() {
        return script.inTransaction();
    }

    @Override
    public boolean shouldExecute() {
        return true;
    }

    @Override
    public boolean placeholderReplacement() {
        return true;
    }

    @Override
    public void validate() {
        // read and split before the run began
    }

    @Override
    public boolean includeReferencedScriptsInChecksum() {
        return false;
    }

    @Override
    public int compareTo(SqlScript other) {
        return resource.getRelativePath().compareTo(other.getResource().getRelativePath());
    }
}
