package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.MigrationProject;
import dev.belay.parse.Grammar;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import dev.belay.script.WrittenTables;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a downgrade runs.
 *
 * @param applied what the database has applied
 * @param down what is taken back
 */
record UndoingScripts(MigrationProject applied, DownTarget.Exactly down) {

    /** {@return undo scripts, and repeatable ones that are put back} */
    List<ScriptFile> all() {
        return Stream.concat(
                        applied.scripts().undo().stream()
                                .filter(undo -> down.versions()
                                        .contains(undo.name().version().orElseThrow())),
                        down.putBack().stream().map(each -> each.text()))
                .toList();
    }

    List<Statement> statements(ScriptFile script) {
        return applied.read(script).statements();
    }

    static List<StatementKind> kinds(Statement statement) {
        return StatementKind.Compound.parts(Grammar.kindOf(statement));
    }

    /** {@return whether one of them may write rows of tables that stay} */
    boolean writeRows() {
        return all().stream()
                .flatMap(script -> statements(script).stream())
                .flatMap(statement -> kinds(statement).stream())
                .anyMatch(UndoingScripts::mayWrite);
    }

    private static boolean mayWrite(StatementKind kind) {
        if (kind instanceof StatementKind.AlterTable alter) {
            return alter.actions().stream()
                    .anyMatch(action -> action instanceof TableAction.AlterColumnType type
                            && type.using().isPresent());
        }
        return !WrittenTables.of(kind).isEmpty() || isHidden(kind) || kind instanceof StatementKind.Select;
    }

    /** {@return whether its text does not say what it does} */
    static boolean isHidden(StatementKind kind) {
        return kind instanceof StatementKind.DoBlock
                || kind instanceof StatementKind.Opaque
                || kind instanceof StatementKind.Other other
                        && (other.command().startsWith("CALL")
                                || other.command().startsWith("EXECUTE"));
    }
}
