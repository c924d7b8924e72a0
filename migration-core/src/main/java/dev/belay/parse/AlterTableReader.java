package dev.belay.parse;

import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an ALTER TABLE that the grammar does not know, as far as its words say surely what it does: whatever else it
 * holds, a column that is dropped is seen.
 */
final class AlterTableReader {

    private AlterTableReader() {}

    /** {@return empty when it is no ALTER TABLE of one table} */
    static Optional<StatementKind> read(String sql) {
        var cursor = new TokenCursor(sql);
        if (!cursor.accept("alter", "table") && !cursor.accept("alter", "foreign", "table")) {
            return Optional.empty();
        }
        boolean ifExists = cursor.accept("if", "exists");
        boolean only = cursor.accept("only");
        Optional<QualifiedName> table = cursor.name();
        cursor.accept('*');
        if (table.isEmpty() || cursor.atEnd()) {
            return Optional.empty();
        }
        List<TableAction> actions = split(sql, cursor.offset()).stream()
                .map(AlterTableReader::action)
                .toList();
        return Optional.of(new StatementKind.AlterTable(table.get(), ifExists, only, actions));
    }

    /** {@return the parts between the commas that stand outside of all brackets} */
    private static List<String> split(String sql, int from) {
        var parts = new ArrayList<String>();
        var lexer = new Lexer(sql, from, sql.length());
        int start = from;
        int depth = 0;
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            depth += token.is('(') || token.is('[') ? 1 : 0;
            depth -= token.is(')') || token.is(']') ? 1 : 0;
            if (depth == 0 && token.is(',')) {
                parts.add(sql.substring(start, token.start()).strip());
                start = token.end();
            }
        }
        parts.add(sql.substring(start).strip());
        return parts;
    }

    private static TableAction action(String text) {
        var cursor = new TokenCursor(text);
        if (!cursor.accept("drop")) {
            return ActionReader.read(text);
        }
        boolean constraint = cursor.accept("constraint");
        if (!constraint) {
            cursor.accept("column");
        }
        boolean ifExists = cursor.accept("if", "exists");
        Optional<QualifiedName> name = cursor.name();
        boolean cascade = cursor.cascade();
        if (name.isEmpty() || !cursor.atEnd()) {
            return new TableAction.Other(text);
        }
        return constraint
                ? new TableAction.DropConstraint(name.get().name(), ifExists, cascade)
                : new TableAction.DropColumn(name.get().name(), ifExists, cascade);
    }
}
