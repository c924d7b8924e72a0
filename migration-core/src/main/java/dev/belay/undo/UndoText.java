package dev.belay.undo;

import dev.belay.migrate.PreparedScript;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Optional;

record UndoText(
        PreparedScript up,
        List<StatementKind> kinds,
        Draft draft,
        List<Statement> statements,
        Trial trial,
        SchemaState before,
        SchemaState after) {

    UndoScript script() {
        return new UndoScript(up.file(), draft.text(), Optional.empty(), statements.size(), trial, List.of());
    }
}
