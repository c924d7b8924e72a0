package dev.belay.migrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.ResolvedMigrationImpl;
import org.flywaydb.core.internal.resolver.java.ScanningJavaMigrationResolver;
import org.flywaydb.core.internal.resolver.script.ScriptMigrationResolver;
import org.flywaydb.core.internal.resolver.sql.SqlMigrationResolver;
import org.flywaydb.core.internal.sqlscript.SqlScriptExecutorFactory;

/**
 * Finds the migrations that Flyway's own resolvers find, with their types and checksums, and gives the SQL ones our
 * executor. Flyway's default resolvers are switched off beside it.
 */
final class StatementwiseResolver implements MigrationResolver {

    private final ScriptCatalog catalog;
    private final Map<String, String> placeholders;
    private final Optional<ApplyRun> run;
    private SqlScriptExecutorFactory executors;

    /**
     * @param placeholders Flyway's own placeholders, which its resolver needs for the checksums of repeatables
     * @param run empty when nothing is going to be run: Flyway's executors stay
     */
    StatementwiseResolver(ScriptCatalog catalog, Map<String, String> placeholders, Optional<ApplyRun> run) {
        this.catalog = catalog;
        this.placeholders = placeholders;
        this.run = run;
    }

    @Override
    public Collection<ResolvedMigration> resolveMigrations(Context context) {
        executors = context.sqlScriptExecutorFactory;
        var parsing = new ParsingContext();
        parsing.getPlaceholders().putAll(placeholders);
        var found = new ArrayList<ResolvedMigration>();
        sqlMigrations(context, parsing).forEach(migration -> found.add(statementwise(migration)));
        ClassProvider<JavaMigration> classes = catalog.classes();
        new ScanningJavaMigrationResolver(classes, context.configuration)
                .resolveMigrations(context)
                .forEach(migration -> found.add(observed(migration)));
        new ScriptMigrationResolver<Event>(
                        context.resourceProvider, context.configuration, parsing, context.statementInterceptor)
                .resolveMigrations(context)
                .forEach(migration -> found.add(observed(migration)));
        return List.copyOf(found);
    }

    private Collection<ResolvedMigration> sqlMigrations(Context context, ParsingContext parsing) {
        try {
            return new SqlMigrationResolver(
                            context.resourceProvider,
                            context.sqlScriptExecutorFactory,
                            context.sqlScriptFactory,
                            context.configuration,
                            parsing)
                    .resolveMigrations(context);
        } catch (FlywayException e) {
            refuseUnreadable(context.configuration);
            throw e;
        }
    }

    /**
     * Flyway reads every script for its checksum, and does not say where one cannot be decoded or has a placeholder
     * without a value; reading them again does.
     */
    private void refuseUnreadable(Configuration configuration) {
        var preparer = new ScriptPreparer(configuration, FlywayPlaceholders.of(configuration, placeholders));
        catalog.scripts().versioned().forEach(preparer::prepare);
        catalog.scripts().repeatable().forEach(preparer::prepare);
    }

    /** {@return what makes Flyway's script executors, known once it has resolved; these fire its statement callbacks} */
    SqlScriptExecutorFactory executors() {
        return executors;
    }

    private ResolvedMigration statementwise(ResolvedMigration migration) {
        var script = catalog.find(migration.getScript());
        if (run.isEmpty() || script.isEmpty()) {
            return migration;
        }
        var executor = new ScriptExecutor(migration.getExecutor(), script.get(), executors, run.get());
        return new WithExecutor((ResolvedMigrationImpl) migration, executor);
    }

    private ResolvedMigration observed(ResolvedMigration migration) {
        if (run.isEmpty() || !(migration instanceof ResolvedMigrationImpl flyway)) {
            return migration;
        }
        return new WithExecutor(
                flyway,
                new ObservedExecutor(
                        flyway.getExecutor(), flyway.getScript(), run.get().context()));
    }

    /** The same migration with another executor; checksums are asked of Flyway's own. */
    private static final class WithExecutor extends ResolvedMigrationImpl {

        private final ResolvedMigrationImpl flyway;

        WithExecutor(ResolvedMigrationImpl flyway, MigrationExecutor executor) {
            super(
                    flyway.getVersion(),
                    flyway.getDescription(),
                    flyway.getScript(),
                    flyway.getChecksum(),
                    null,
                    flyway.getType(),
                    flyway.getPhysicalLocation(),
                    executor);
            this.flyway = flyway;
        }

        @Override
        public boolean checksumMatches(Integer checksum) {
            return flyway.checksumMatches(checksum);
        }

        @Override
        public boolean checksumMatchesWithoutBeingIdentical(Integer checksum) {
            return flyway.checksumMatchesWithoutBeingIdentical(checksum);
        }
    }
}
