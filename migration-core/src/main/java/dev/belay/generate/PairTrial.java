package dev.belay.generate;

import dev.belay.difference.SchemaState;
import dev.belay.generate.Generated.Script;
import dev.belay.migrate.PreparedScript;
import dev.belay.migrate.Refused;
import dev.belay.undo.UndoScript;
import dev.belay.undo.UndoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs scripts on a database that stands at the migrated schema, writes an undo script for each where it has just run,
 * and tries that: down, compared, up again.
 *
 * @param stages opens such a database
 */
record PairTrial(Supplier<Stage> stages) {

    /**
     * What became of the scripts.
     *
     * @param scripts as far as they ran
     * @param after the schema behind the last
     * @param refused why one did not run; empty when all did
     * @param server where, for people
     */
    record Tried(List<Script> scripts, SchemaState after, Optional<Refused> refused, String server) {}

    Tried run(List<PreparedScript> scripts) {
        var done = new ArrayList<Script>();
        Stage stage = stages.get();
        try {
            SchemaState before = stage.state();
            for (int i = 0; i < scripts.size(); i++) {
                Optional<Refused> refused = stage.scripts().run(scripts.get(i));
                if (refused.isPresent()) {
                    return new Tried(done, before, refused, stage.database().server());
                }
                SchemaState after = stage.state();
                UndoScript undo = UndoWriter.write(stage.session(), scripts.get(i), before, after);
                done.add(new Script(
                        scripts.get(i).file(), scripts.get(i).statements().size(), undo));
                if (!undo.trial().unchanged()) {
                    stage.close();
                    stage = at(scripts.subList(0, i + 1));
                }
                before = undo.trial().rolledBack() ? after : stage.state();
            }
            return new Tried(done, before, Optional.empty(), stage.database().server());
        } finally {
            stage.close();
        }
    }

    /** The same scripts ran a moment ago. */
    private Stage at(List<PreparedScript> scripts) {
        Stage stage = stages.get();
        scripts.forEach(script -> stage.scripts().run(script));
        return stage;
    }
}
