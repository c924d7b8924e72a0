package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.List;
import java.util.Map;

/**
 * What the executors of one run share.
 *
 * @param preparer reads the scripts
 * @param runner sends the statements
 * @param context remembers how far the run has come
 * @param undoFiles the project's undo scripts by version, kept together with what they undo
 */
record ApplyRun(
        ScriptPreparer preparer, StatementRunner runner, ApplyContext context, Map<Version, ScriptFile> undoFiles) {

    /** {@return the text that runs, and that of its undo script where there is one} */
    List<ScriptFile> textsOf(PreparedScript script) {
        return textsOf(script, undoFiles);
    }

    static List<ScriptFile> textsOf(PreparedScript script, Map<Version, ScriptFile> undoFiles) {
        ScriptFile file = script.file();
        var running = new KeptScript(file.name(), file.script(), script.text(), file.conf());
        return file.name()
                .version()
                .map(undoFiles::get)
                .map(undo -> List.of(running, undo))
                .orElse(List.of(running));
    }
}
