package dev.belay.rule;

import dev.belay.script.ColumnDefinition;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.TableAction;
import java.util.List;

/**
 * The columns that a statement makes, with its table or added to one.
 *
 * @param table whose they are
 * @param columns in the order of the script; mostly none
 */
public record NewColumns(QualifiedName table, List<ColumnDefinition> columns) {

    /** {@return those of CREATE TABLE and of ADD COLUMN; none for other statements} */
    public static NewColumns of(StatementKind kind) {
        if (kind instanceof CreateTable create) {
            return new NewColumns(create.name(), create.columns());
        }
        if (kind instanceof AlterTable alter) {
            return new NewColumns(
                    alter.table(),
                    alter.actions().stream()
                            .filter(TableAction.AddColumn.class::isInstance)
                            .map(action -> ((TableAction.AddColumn) action).column())
                            .toList());
        }
        return new NewColumns(QualifiedName.of(""), List.of());
    }
}
