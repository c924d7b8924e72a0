package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import java.util.List;

/**
 * What both previews write with.
 *
 * @param scope of a session that only looks
 * @param kept what Belay has kept in the database
 * @param ledger writes what it would keep
 */
record PreviewTools(
        MigrationProject project,
        FlywayScope scope,
        ScriptPreparer preparer,
        Ledger kept,
        PsqlFile file,
        PsqlSession session,
        ScriptText scripts,
        HistoryText history,
        LedgerText ledger) {

    void inTransaction(Runnable work) {
        file.begin();
        work.run();
        file.commit();
    }

    /** {@return the script, and its undo script where there is one} */
    List<ScriptFile> textsOf(PreparedScript script) {
        return ApplyRun.textsOf(script, project.undoFiles());
    }
}
