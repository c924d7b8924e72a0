package dev.belay.analysis;

import dev.belay.rule.Lifespans;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ObjectType;
import dev.belay.script.Persistence;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.CreateSchema;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.StatementKind.DropObjects;
import dev.belay.script.TableAction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows what the pending scripts create, rename and drop, in the order in which they run. What is created with IF NOT
 * EXISTS may have been there before, with rows in it, and so does not count as new.
 */
final class PendingObjects implements Lifespans {

    private final String defaultSchema;
    private final boolean undo;
    private final Set<String> schemas = new HashSet<>();
    private final PendingOthers others;
    private final Set<QualifiedName> partitioned = new HashSet<>();
    private final Map<QualifiedName, Table> tables = new HashMap<>();

    /**
     * @param defaultSchema where an unqualified name is taken to be
     * @param undo whether they are those of an undo script, which creates what was dropped: with IF NOT EXISTS, too
     */
    PendingObjects(String defaultSchema, boolean undo) {
        this.defaultSchema = defaultSchema;
        this.undo = undo;
        this.others = new PendingOthers(this::key, undo);
    }

    @Override
    public boolean isNewTable(QualifiedName table) {
        return known(table).filter(Table::created).isPresent() || inNewSchema(table);
    }

    @Override
    public boolean isNewColumn(QualifiedName table, String column) {
        return isNewTable(table)
                || known(table).filter(known -> known.columns.contains(column)).isPresent();
    }

    @Override
    public boolean isNewConstraint(QualifiedName table, String constraint) {
        return isNewTable(table)
                || known(table)
                        .filter(known -> known.constraints.contains(constraint))
                        .isPresent();
    }

    @Override
    public boolean isPartitioned(QualifiedName table) {
        return partitioned.contains(key(table));
    }

    @Override
    public boolean isNewSchema(String schema) {
        return schemas.contains(schema);
    }

    @Override
    public boolean isNewObject(ObjectType type, QualifiedName name) {
        if (type == ObjectType.SCHEMA) {
            return isNewSchema(name.name());
        }
        return type == ObjectType.TABLE ? isNewTable(name) : others.isNew(type, key(name)) || inNewSchema(name);
    }

    @Override
    public boolean isNewType(QualifiedName type) {
        return isNewObject(ObjectType.TYPE, type);
    }

    private boolean inNewSchema(QualifiedName name) {
        return name.schema().filter(schemas::contains).isPresent();
    }

    /** The statement has run. */
    void ran(StatementKind kind) {
        others.ran(kind);
        if (kind instanceof CreateTable create) {
            created(create);
        } else if (kind instanceof CreateSchema create && !create.ifNotExists()) {
            create.name().ifPresent(schemas::add);
        } else if (kind instanceof DropObjects drop && drop.type() == ObjectType.TABLE) {
            drop.names().forEach(this::droppedTable);
        } else if (kind instanceof DropObjects drop && drop.type() == ObjectType.SCHEMA) {
            drop.names().forEach(name -> dropped(name.name()));
        } else if (kind instanceof AlterTable alter) {
            alter.actions().forEach(action -> altered(alter.table(), action));
        }
    }

    /** The code of a DO block has come to the statement, or has passed it over: only a temporary table is surely new. */
    void mayHaveRun(StatementKind kind) {
        if (kind instanceof CreateTable create && create.persistence() == Persistence.TEMPORARY) {
            created(create);
        }
    }

    private void created(CreateTable create) {
        create.partitionOf().map(this::key).ifPresent(partitioned::add);
        if (create.partitioned()) {
            partitioned.add(key(create.name()));
        }
        boolean isNew = undo || !create.ifNotExists() || create.persistence() == Persistence.TEMPORARY;
        if (isNew) {
            tables.put(key(create.name()), new Table(true));
        }
    }

    private void droppedTable(QualifiedName name) {
        tables.remove(key(name));
        partitioned.remove(key(name));
    }

    private void dropped(String schema) {
        schemas.remove(schema);
        tables.keySet().removeIf(table -> table.schema().equals(Optional.of(schema)));
        partitioned.removeIf(table -> table.schema().equals(Optional.of(schema)));
    }

    private void altered(QualifiedName name, TableAction action) {
        if (action instanceof TableAction.RenameTable rename) {
            move(name, new QualifiedName(key(name).schema(), rename.to()));
            return;
        }
        if (action instanceof TableAction.SetSchema set) {
            move(name, QualifiedName.of(set.schema(), name.name()));
            return;
        }
        if (action instanceof TableAction.AttachPartition || action instanceof TableAction.DetachPartition) {
            partitioned.add(key(name));
        }
        Table table = tables.computeIfAbsent(key(name), absent -> new Table(false));
        if (action instanceof TableAction.AddColumn add && !add.ifNotExists()) {
            table.columns.add(add.column().name());
            add.column().constraints().forEach(constraint -> added(table, constraint));
        } else if (action instanceof TableAction.DropColumn drop) {
            table.columns.remove(drop.column());
        } else if (action instanceof TableAction.RenameColumn rename) {
            rename(table.columns, rename.from(), rename.to());
        } else if (action instanceof TableAction.AddConstraint add) {
            added(table, add.constraint());
        } else if (action instanceof TableAction.DropConstraint drop) {
            table.constraints.remove(drop.constraint());
        } else if (action instanceof TableAction.RenameConstraint rename) {
            rename(table.constraints, rename.from(), rename.to());
        }
    }

    private static void added(Table table, ConstraintDefinition constraint) {
        constraint.name().ifPresent(table.constraints::add);
    }

    private static void rename(Set<String> names, String from, String to) {
        if (names.remove(from)) {
            names.add(to);
        } else {
            // what was there before has that name now
            names.remove(to);
        }
    }

    private void move(QualifiedName from, QualifiedName to) {
        if (partitioned.remove(key(from))) {
            partitioned.add(key(to));
        }
        Table table = tables.remove(key(from));
        if (table == null) {
            tables.remove(key(to));
        } else {
            tables.put(key(to), table);
        }
    }

    private Optional<Table> known(QualifiedName name) {
        return Optional.ofNullable(tables.get(key(name)));
    }

    private QualifiedName key(QualifiedName name) {
        return name.schema().isPresent() ? name : QualifiedName.of(defaultSchema, name.name());
    }

    /** A table that the pending scripts touch: whether they created it, and what they added to it. */
    private static final class Table {

        private final boolean created;
        private final Set<String> columns = new HashSet<>();
        private final Set<String> constraints = new HashSet<>();

        Table(boolean created) {
            this.created = created;
        }

        boolean created() {
            return created;
        }
    }
}
