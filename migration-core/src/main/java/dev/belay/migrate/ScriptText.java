package dev.belay.migrate;

import dev.belay.parse.PsqlReading;
import dev.belay.script.Statement;
import java.util.List;
import org.flywaydb.core.api.callback.Event;

/** Writes scripts and what Flyway runs at its events around them. */
final class ScriptText {

    private final PsqlFile file;
    private final PsqlSession session;
    private final Callbacks callbacks;
    private final boolean transactions;

    /** @param transactions false when the project has switched off all transactions ({@code executeInTransaction}) */
    ScriptText(PsqlFile file, PsqlSession session, Callbacks callbacks, boolean transactions) {
        this.file = file;
        this.session = session;
        this.callbacks = callbacks;
        this.transactions = transactions;
    }

    /** {@return the project's callbacks} */
    Callbacks callbacks() {
        return callbacks;
    }

    /** {@return whether Flyway opens a transaction for this script} */
    boolean inTransaction(PreparedScript script) {
        return transactions && script.inTransaction();
    }

    /** The line above a script. */
    void title(PreparedScript script, boolean inTransaction) {
        file.blank();
        file.comment(title(
                script.file().script(),
                script.statements().size(),
                inTransaction ? "one transaction" : "no transaction"));
    }

    private static String title(String script, int statements, String how) {
        return script + " · " + statements + (statements == 1 ? " statement" : " statements") + " · " + how;
    }

    /** The callbacks of an event in the session that works, each in a transaction of its own. */
    void event(Event event) {
        callbacks.at(event).forEach(this::callback);
    }

    /** The callbacks of events for which Flyway opens another session. */
    void eventInOwnSession(Event... events) {
        if (callbacks.any(events)) {
            session.inOwnSession(() -> List.of(events).forEach(this::event));
        }
    }

    private void callback(PreparedScript script) {
        boolean inTransaction = inTransaction(script);
        title(script, inTransaction);
        if (inTransaction) {
            file.begin();
        }
        session.restoreRole();
        session.enterSchema();
        statements(script, inTransaction);
        if (inTransaction) {
            file.commit();
        }
    }

    /** The callbacks of an event that belongs to one script, in the transaction of that script. */
    void eachEvent(Event event, boolean inTransaction) {
        for (PreparedScript script : callbacks.at(event)) {
            file.comment(title(script.file().script(), script.statements().size(), "same transaction"));
            statements(script, inTransaction);
        }
    }

    /** The statements of a script, with the callbacks before and after each. */
    void statements(PreparedScript script, boolean inTransaction, Event before, Event after) {
        for (Statement statement : script.statements()) {
            eachEvent(before, inTransaction);
            statement(statement, inTransaction);
            eachEvent(after, inTransaction);
        }
    }

    private void statements(PreparedScript script, boolean inTransaction) {
        script.statements().forEach(statement -> statement(statement, inTransaction));
    }

    private void statement(Statement statement, boolean inTransaction) {
        file.statement(statement);
        if (inTransaction && PsqlReading.endsTransaction(statement.sql())) {
            // so does the JDBC driver when auto-commit is off
            file.begin();
        }
    }
}
