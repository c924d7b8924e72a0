package dev.belay.validation;

import dev.belay.difference.TypeLoss;
import dev.belay.parse.Grammar;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.rule.SqlName;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells what statements of a drift may lose of what the database holds.
 *
 * @param from the schema that they start from; names in them are qualified
 */
record DriftLosses(SchemaSnapshot from) {

    /** {@return what it may lose, for people; empty for nothing} */
    List<String> of(String sql) {
        return ScriptReader.read("drift", sql, Placeholders.NONE).stream()
                .flatMap(this::losses)
                .toList();
    }

    private Stream<String> losses(Statement statement) {
        StatementKind kind = Grammar.kindOf(statement);
        if (kind instanceof StatementKind.DropObjects drop) {
            String names = drop.names().stream().map(String::valueOf).collect(Collectors.joining(", "));
            return switch (drop.type()) {
                case TABLE -> Stream.of("the rows of " + names);
                case SEQUENCE ->
                    Stream.of("where " + names + " stands")
                            .filter(it -> drop.names().stream()
                                    .anyMatch(name -> from.find("sequence", SqlName.of(name))
                                            .isPresent()));
                case SCHEMA -> Stream.of("all that is in " + names);
                default -> drop.cascade() ? Stream.of("what depends on " + names) : Stream.empty();
            };
        }
        if (kind instanceof StatementKind.AlterTable alter) {
            return alter.actions().stream().flatMap(action -> losses(alter.table(), action));
        }
        return Stream.empty();
    }

    private Stream<String> losses(QualifiedName table, TableAction action) {
        if (action instanceof TableAction.DropColumn drop) {
            return Stream.of("what is in " + table + "." + drop.column());
        }
        return action instanceof TableAction.AlterColumnType type
                ? TypeLoss.of(from, table, type).stream()
                : Stream.empty();
    }
}
