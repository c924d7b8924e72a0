package dev.belay.undo;

import dev.belay.difference.Draft;
import dev.belay.parse.Grammar;
import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction.AddColumn;
import dev.belay.script.TableAction.AlterColumnType;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Columns that a versioned script adds under the name of one that it drops or renames. To a comparison of schemas such a
 * column has changed its type; but its values are others, such as numbers where there were codes, and cast they would
 * pass for the former ones, which are gone.
 *
 * @param kinds what the versioned script's statements do
 */
record ReplacedColumns(List<StatementKind> kinds) {

    private static final Pattern USING = Pattern.compile(
            "(ALTER COLUMN ((?:\"(?:[^\"]|\"\")+\"|[^\\s\".]+)) TYPE (.+?)) USING \\2::(.+?)(?=,|\\s*$|\\s*/\\*)");

    /** {@return the same statement, in which these columns come back empty} */
    String emptied(String sql) {
        if (!sql.contains(" USING ")) {
            return sql;
        }
        Set<String> replaced = new Draft(List.of(sql))
                .statements().stream()
                        .map(Grammar::kindOf)
                        .filter(AlterTable.class::isInstance)
                        .map(AlterTable.class::cast)
                        .flatMap(this::replaced)
                        .map(SqlName::of)
                        .collect(Collectors.toSet());
        return USING.matcher(sql)
                .replaceAll(change -> Matcher.quoteReplacement(
                        replaced.contains(change.group(2))
                                ? change.group(1) + " USING NULL /* its values are not the former ones */"
                                : change.group()));
    }

    private Stream<String> replaced(AlterTable alter) {
        return alter.actions().stream()
                .filter(AlterColumnType.class::isInstance)
                .map(change -> ((AlterColumnType) change).column())
                .filter(column -> isAdded(alter.table(), column));
    }

    private boolean isAdded(QualifiedName table, String column) {
        return kinds.stream()
                .filter(AlterTable.class::isInstance)
                .map(AlterTable.class::cast)
                .filter(alter -> alter.table().name().equals(table.name()))
                .flatMap(alter -> alter.actions().stream())
                .anyMatch(action ->
                        action instanceof AddColumn add && add.column().name().equals(column));
    }
}
