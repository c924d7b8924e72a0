package dev.belay.generate;

import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What statements make, fill, drop and reshape: a statement among them is written otherwise for it. */
final class Touched {

    private final Catalog migrated;
    private final Set<QualifiedName> made = new HashSet<>();
    private final Set<QualifiedName> filled = new HashSet<>();
    private final Set<String> newColumns = new HashSet<>();
    private final Set<QualifiedName> dropped = new HashSet<>();
    private final Map<QualifiedName, Set<String>> reshaped = new HashMap<>();

    private Touched(Catalog migrated) {
        this.migrated = migrated;
    }

    /**
     * Looks at all of them.
     *
     * @param migrated the schema that they start from
     */
    static Touched by(List<Difference> statements, Catalog migrated) {
        var touched = new Touched(migrated);
        statements.forEach(statement -> touched.look(statement.kind()));
        return touched;
    }

    private void look(StatementKind kind) {
        if (kind instanceof StatementKind.CreateTable table) {
            made.add(migrated.full(table.name()));
        } else if (kind instanceof StatementKind.CreateView view) {
            made.add(migrated.full(view.name()));
        } else if (kind instanceof StatementKind.Update update) {
            filled.add(migrated.full(update.table()));
        } else if (kind instanceof StatementKind.DropObjects drop) {
            drop.names().forEach(name -> dropped.add(migrated.full(name)));
        } else if (kind instanceof StatementKind.AlterTable alter) {
            alter.actions().forEach(action -> look(alter.table(), action));
        }
    }

    private void look(QualifiedName table, TableAction action) {
        if (action instanceof TableAction.DropColumn column) {
            reshape(table, column.column());
        } else if (action instanceof TableAction.AlterColumnType column) {
            reshape(table, column.column());
        } else if (action instanceof TableAction.AddColumn column) {
            newColumns.add(key(table, column.column().name()));
        }
    }

    private void reshape(QualifiedName table, String column) {
        reshaped.computeIfAbsent(migrated.full(table), key -> new HashSet<>()).add(column);
    }

    private String key(QualifiedName table, String column) {
        return migrated.full(table) + "." + column;
    }

    /** {@return whether the table was there before; one that was not is empty} */
    boolean stands(QualifiedName table) {
        return !made.contains(migrated.full(table));
    }

    /** {@return whether its rows get values: a check before that would refuse every other change of such a row} */
    boolean fills(QualifiedName table) {
        return filled.contains(migrated.full(table));
    }

    /** {@return whether the column was not there before} */
    boolean adds(QualifiedName table, String column) {
        return newColumns.contains(key(table, column));
    }

    /** {@return whether it goes, and takes its indexes with it} */
    boolean drops(QualifiedName table) {
        return dropped.contains(migrated.full(table));
    }

    /** {@return the columns that go or get another type: their indexes have to go before} */
    Set<String> reshaped(QualifiedName table) {
        return reshaped.getOrDefault(migrated.full(table), Set.of());
    }
}
