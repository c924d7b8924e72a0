package dev.belay.migrate;

import dev.belay.script.ScriptType;
import java.util.Map;
import java.util.function.Function;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * A project bound to one database: what its placeholders stand for there, what its history says there, and what Belay has
 * kept there of it.
 *
 * @param flyway opens scopes in that database
 * @param where the history is
 * @param ledger what Belay has kept
 */
record BoundProject(MigrationProject project, FlywayAccess flyway, Where where, Ledger ledger) {

    /** {@return the same database with other scripts} */
    BoundProject with(MigrationProject other) {
        return new BoundProject(other, flyway.with(other), where, ledger);
    }

    /** {@return the placeholders that Flyway fills in by itself} */
    Map<String, String> placeholders() {
        return where.placeholders(configuration());
    }

    ScriptPreparer preparer() {
        return new ScriptPreparer(configuration(), FlywayPlaceholders.of(configuration(), placeholders()));
    }

    private Configuration configuration() {
        return project.configuration();
    }

    /** Does {@code work} in a scope that only looks. */
    <T> T look(Function<FlywayScope, T> work) {
        return flyway.look(placeholders(), work);
    }

    /** {@return every migration with its state} */
    HistoryState history() {
        return look(this::history);
    }

    /** {@return the same, read in a scope that is open} */
    HistoryState history(FlywayScope scope) {
        var reader = new HistoryReader(project.undoFiles().keySet(), ledger.undoVersions());
        return new HistoryState(reader.read(scope));
    }

    /**
     * {@return the history, of which nothing is half done}
     *
     * @throws dev.belay.outcome.RefusalException when a script has failed, or its run was killed while it was at work
     */
    HistoryState wholeHistory(FlywayScope scope) {
        HistoryState history = history(scope);
        FailedRows.refuse(history, where.historyTable());
        InterruptedScripts.refuse(ledger, history);
        return history;
    }

    /** {@return what a downgrade of this project in this database is made from} */
    DowngradePlan.Sources sources(FlywayScope scope, ScriptPreparer preparer) {
        var texts = new RepeatableTexts(
                project.catalog(), configuration(), placeholders(), ledger.texts(ScriptType.REPEATABLE));
        return new DowngradePlan.Sources(scope, project.undoFiles(), ledger, preparer, texts);
    }

    DowngradePlan downgrade(FlywayScope scope, ScriptPreparer preparer, DownTarget target) {
        return DowngradePlan.of(sources(scope, preparer), history(scope), target);
    }
}
