package dev.belay.analysis;

import dev.belay.rule.Sql;
import dev.belay.script.ColumnDefinition;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.CreateEnum;
import dev.belay.script.StatementKind.CreateFunction;
import dev.belay.script.StatementKind.CreateObject;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.StatementKind.CreateView;
import dev.belay.script.StatementKind.DropObjects;
import dev.belay.script.StatementKind.RenameObject;
import dev.belay.script.TableAction;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Views, sequences, types, domains and functions that pending scripts create. What is created with OR REPLACE or IF NOT
 * EXISTS may have been there before, and so does not count as new.
 */
final class PendingOthers {

    /** What may not have the same name. */
    private enum Space {
        RELATIONS,
        TYPES,
        ROUTINES
    }

    private final UnaryOperator<QualifiedName> key;
    private final boolean undo;
    private final Map<Space, Set<QualifiedName>> names = new EnumMap<>(Space.class);

    /**
     * @param key gives a name its schema
     * @param undo whether they are those of an undo script, which creates what was dropped: with IF NOT EXISTS, too
     */
    PendingOthers(UnaryOperator<QualifiedName> key, boolean undo) {
        this.key = key;
        this.undo = undo;
        for (Space space : Space.values()) {
            names.put(space, new HashSet<>());
        }
    }

    private Set<QualifiedName> of(ObjectType type) {
        return switch (type) {
            case VIEW, MATERIALIZED_VIEW, SEQUENCE -> names.get(Space.RELATIONS);
            case TYPE, DOMAIN -> names.get(Space.TYPES);
            case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> names.get(Space.ROUTINES);
            default -> new HashSet<>();
        };
    }

    /** @param name with its schema */
    boolean isNew(ObjectType type, QualifiedName name) {
        return of(type).contains(name);
    }

    /** The statement has run. */
    void ran(StatementKind kind) {
        if (kind instanceof CreateView create) {
            created(ObjectType.VIEW, create.name(), create.orReplace());
        } else if (kind instanceof CreateFunction create) {
            created(ObjectType.FUNCTION, create.name(), create.orReplace());
        } else if (kind instanceof CreateEnum create) {
            created(ObjectType.TYPE, create.name(), false);
        } else if (kind instanceof CreateObject create) {
            created(create.type(), create.name(), create.ifNotExists());
        } else if (kind instanceof CreateTable create && (undo || !create.ifNotExists())) {
            create.columns().forEach(column -> numbered(create.name(), column));
        } else if (kind instanceof AlterTable alter) {
            alter.actions().forEach(action -> altered(alter.table(), action));
        } else if (kind instanceof RenameObject rename && rename.part().isEmpty()) {
            renamed(rename);
        } else if (kind instanceof DropObjects drop) {
            drop.names().forEach(name -> of(drop.type()).removeIf(key.apply(name)::equals));
        }
    }

    private void created(ObjectType type, QualifiedName name, boolean maybeBefore) {
        if (undo || !maybeBefore) {
            of(type).add(key.apply(name));
        }
    }

    /** A serial column has a sequence of its own, which the server names so. */
    private void numbered(QualifiedName table, ColumnDefinition column) {
        if (Sql.baseType(column.type()).contains("serial")) {
            QualifiedName full = key.apply(table);
            created(
                    ObjectType.SEQUENCE,
                    new QualifiedName(full.schema(), full.name() + "_" + column.name() + "_seq"),
                    false);
        }
    }

    private void altered(QualifiedName table, TableAction action) {
        if (action instanceof TableAction.AddColumn add && !add.ifNotExists()) {
            numbered(table, add.column());
        }
    }

    private void renamed(RenameObject rename) {
        QualifiedName from = key.apply(rename.name());
        QualifiedName to = rename.schema()
                ? QualifiedName.of(rename.to(), from.name())
                : new QualifiedName(from.schema(), rename.to());
        Set<QualifiedName> space = of(rename.type());
        if (space.contains(from)) {
            space.remove(from);
            space.add(to);
        }
    }
}
