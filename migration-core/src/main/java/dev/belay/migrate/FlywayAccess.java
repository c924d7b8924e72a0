package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.SuppliedDataSource;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.FlywayExecutor;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Runs work inside Flyway's own executor, with our resolver in place of its default ones. */
final class FlywayAccess {

    private final MigrationProject project;
    private final Supplier<Connection> connections;
    private final Progress progress;

    FlywayAccess(MigrationProject project, Supplier<Connection> connections, Progress progress) {
        this.project = project;
        this.connections = connections;
        this.progress = progress;
    }

    /** {@return the same database with another project} */
    FlywayAccess with(MigrationProject other) {
        return new FlywayAccess(other, connections, progress);
    }

    /**
     * Opens a scope, runs {@code work} in it, closes it.
     *
     * @param placeholders Flyway's own placeholders for this connection
     * @param run what our executors share; empty when nothing will be run
     */
    <T> T execute(Map<String, String> placeholders, Optional<ApplyRun> run, Function<FlywayScope, T> work) {
        var statementwise = new StatementwiseResolver(project.catalog(), placeholders, run);
        return execute(configuration(statementwise), statementwise, work);
    }

    /**
     * As {@link #execute} without anything to run, and such that nothing runs at Flyway's events either.
     *
     * @throws RefusalException when Flyway does not go on; what it throws is for people who know its classes
     */
    <T> T look(Map<String, String> placeholders, Function<FlywayScope, T> work) {
        var statementwise = new StatementwiseResolver(project.catalog(), placeholders, Optional.empty());
        ClassicConfiguration configuration = configuration(statementwise);
        configuration.setSkipDefaultCallbacks(true);
        configuration.setCallbacks();
        configuration.setCallbackLocationsAsStrings();
        configuration.setResourceProvider(project.catalog().visibleWithoutCallbacks());
        try {
            return execute(configuration, statementwise, work);
        } catch (FlywayException e) {
            var failure = new OtherFailure(e, Optional.empty());
            throw new RefusalException(
                    new Problem(
                            failure.headline(),
                            failure.details(),
                            Optional.of("The database is unchanged."),
                            "correct it, then run the goal again; -e shows the whole story"),
                    e);
        }
    }

    private <T> T execute(
            ClassicConfiguration configuration, StatementwiseResolver statementwise, Function<FlywayScope, T> work) {
        return FlywayLog.heardBy(
                progress,
                () -> new FlywayExecutor(configuration)
                        .execute(
                                (resolver, history, database, schema, schemas, callbacks, interceptor) ->
                                        work.apply(new FlywayScope(
                                                configuration,
                                                resolver,
                                                history,
                                                database,
                                                (Schema<?, ?>) schema,
                                                schemas,
                                                callbacks,
                                                statementwise)),
                                true,
                                null));
    }

    private ClassicConfiguration configuration(StatementwiseResolver resolver) {
        var configuration = new ClassicConfiguration(project.configuration());
        configuration.setDataSource(new SuppliedDataSource(connections));
        configuration.setSkipDefaultResolvers(true);
        configuration.setResolvers(resolver);
        configuration.setResourceProvider(project.catalog().visibleToFlyway());
        configuration.setJavaMigrationClassProvider(project.catalog().classes());
        // with the default, transactional lock CREATE INDEX CONCURRENTLY waits for ever for the lock's transaction
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
    }
}
