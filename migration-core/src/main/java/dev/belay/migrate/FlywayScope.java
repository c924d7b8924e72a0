package dev.belay.migrate;

import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.internal.callback.CallbackExecutor;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.info.MigrationInfoServiceImpl;
import org.flywaydb.core.internal.resolver.CompositeMigrationResolver;
import org.flywaydb.core.internal.schemahistory.SchemaHistory;

/**
 * What Flyway has open while one of our commands runs inside it: one connection, the scripts resolved once.
 *
 * @param configuration may be changed as long as the scope lasts, such as its target
 * @param schema the schema of the history table
 * @param schemas all schemas that Flyway manages
 */
record FlywayScope(
        ClassicConfiguration configuration,
        CompositeMigrationResolver resolver,
        SchemaHistory history,
        Database<?> database,
        Schema<?, ?> schema,
        Schema<?, ?>[] schemas,
        CallbackExecutor<Event> callbacks,
        StatementwiseResolver statementwise) {

    /** {@return every migration with its state, as Flyway's {@code info} tells it} */
    MigrationInfoServiceImpl info() {
        var info = new MigrationInfoServiceImpl(
                resolver,
                history,
                database,
                configuration,
                configuration.getTarget(),
                configuration.isOutOfOrder(),
                configuration.getIgnoreMigrationPatterns());
        info.refresh();
        return info;
    }

    /** {@return the connection on which scripts run and the history is written: with a session-level lock it is one} */
    java.sql.Connection connection() {
        return database.getMigrationConnection().getJdbcConnection();
    }
}
