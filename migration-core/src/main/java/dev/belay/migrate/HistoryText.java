package dev.belay.migrate;

import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.extensibility.MigrationType;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.util.AbbreviationUtils;

/**
 * Writes the history table and its rows as Flyway's {@code JdbcTableSchemaHistory} does, with Flyway's own statements.
 * The duration of a script is written as 0.
 */
final class HistoryText {

    private final PsqlFile file;
    private final FlywayScope scope;
    private final Table<?, ?> table;
    private boolean exists;
    private boolean empty;
    private int nextRank;

    HistoryText(PsqlFile file, FlywayScope scope) {
        this.file = file;
        this.scope = scope;
        this.table = scope.schema().getTable(scope.configuration().getTable());
        this.exists = scope.history().exists();
        this.empty = scope.history().allAppliedMigrations().isEmpty();
        this.nextRank = scope.history().calculateInstalledRank(CoreMigrationType.SQL);
    }

    boolean exists() {
        return exists;
    }

    /** Creates the table if it does not exist. */
    void create(boolean withBaseline) {
        if (exists) {
            return;
        }
        file.line(scope.database().getRawCreateScript(table, withBaseline));
        exists = true;
        empty = !withBaseline;
        nextRank = withBaseline ? 2 : 1;
    }

    /** The row that says which schemas Flyway has created; the first of a new history has rank 0. */
    void addSchemas(String schemas) {
        if (empty) {
            nextRank = 0;
        }
        add(null, "<< Flyway Schema Creation >>", CoreMigrationType.SCHEMA, schemas, null);
    }

    void add(MigrationVersion version, String description, MigrationType type, String script, Integer checksum) {
        file.statement(SqlText.bind(
                scope.database().getInsertStatement(table),
                nextRank,
                version == null ? null : version.toString(),
                AbbreviationUtils.abbreviateDescription(description),
                type.name(),
                AbbreviationUtils.abbreviateScript(script),
                checksum,
                scope.database().getInstalledBy(),
                0,
                true));
        nextRank++;
        empty = false;
    }
}
