package dev.belay.undo;

import dev.belay.rule.SqlName;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The renames of a script, to be taken back by name: to a comparison of schemas a renamed table is one that went and one
 * that came.
 */
final class Renamings {

    /** Bytes of a name, of which a letter may take several (the manual, SQL Syntax); in ASCII as many letters. */
    private static final int LONGEST = 63;

    private final String defaultSchema;
    private final Set<QualifiedName> made = new HashSet<>();
    private final List<Renaming> found = new ArrayList<>();

    private Renamings(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    /**
     * {@return how to take back the renames of a script, the last one first} Tables that the script itself has made are
     * left out: they go as a whole.
     *
     * @param script what its statements do, in order
     * @param defaultSchema where unqualified names are looked for
     */
    static List<Renaming> of(List<StatementKind> script, String defaultSchema) {
        var renamings = new Renamings(defaultSchema);
        script.forEach(renamings::add);
        Collections.reverse(renamings.found);
        return List.copyOf(renamings.found);
    }

    private void add(StatementKind kind) {
        if (kind instanceof StatementKind.CreateTable table) {
            made.add(full(table.name()));
        } else if (kind instanceof StatementKind.AlterTable alter) {
            alter.actions().forEach(action -> add(alter.table(), action));
        } else if (kind instanceof StatementKind.RenameObject rename) {
            add(rename);
        } else if (kind instanceof StatementKind.RenameEnumValue value) {
            found.add(of(value));
        }
    }

    /** {@return the rename of a value of an enum} */
    static Renaming of(StatementKind.RenameEnumValue value) {
        String type = "ALTER TYPE " + SqlName.of(value.type()) + " RENAME VALUE ";
        return new Renaming(type + value.to() + " TO " + value.from(), type + value.from() + " TO " + value.to());
    }

    private void add(QualifiedName table, TableAction action) {
        if (made.contains(full(table))) {
            follow(table, action);
            return;
        }
        String alter = "ALTER TABLE ";
        String before = alter + SqlName.of(table);
        if (action instanceof TableAction.RenameTable rename) {
            found.add(rename(alter, table, rename.to()));
        } else if (action instanceof TableAction.SetSchema move) {
            found.add(move(alter, table, move.schema()));
        } else if (action instanceof TableAction.RenameColumn column) {
            found.add(part(before + " RENAME COLUMN ", column.from(), column.to()));
        } else if (action instanceof TableAction.RenameConstraint constraint) {
            found.add(part(before + " RENAME CONSTRAINT ", constraint.from(), constraint.to()));
        }
    }

    /** A table made by the script may get the name of another that it dropped. */
    private void follow(QualifiedName table, TableAction action) {
        if (action instanceof TableAction.RenameTable rename) {
            made.add(full(new QualifiedName(table.schema(), rename.to())));
        } else if (action instanceof TableAction.SetSchema move) {
            made.add(QualifiedName.of(move.schema(), table.name()));
        }
    }

    private void add(StatementKind.RenameObject rename) {
        String alter = "ALTER " + rename.type().words() + " ";
        if (rename.part().isPresent()) {
            String word = rename.type() == ObjectType.TYPE ? " RENAME ATTRIBUTE " : " RENAME COLUMN ";
            found.add(
                    part(alter + SqlName.of(rename.name()) + word, rename.part().get(), rename.to()));
        } else if (rename.schema()) {
            found.add(move(alter, rename.name(), rename.to()));
        } else {
            found.add(rename(alter, rename.name(), rename.to()));
        }
    }

    private static Renaming rename(String alter, QualifiedName from, String to) {
        String free = free(from.name());
        return new Renaming(
                renaming(alter, from, to, from.name()),
                renaming(alter, from, from.name(), to),
                Optional.of(new Renaming(
                        renaming(alter, from, from.name(), free), renaming(alter, from, free, from.name()))));
    }

    private static String renaming(String alter, QualifiedName object, String from, String to) {
        return alter + SqlName.of(new QualifiedName(object.schema(), from)) + " RENAME TO " + SqlName.of(to);
    }

    /** A name that nobody has; PostgreSQL cuts names at 63 bytes. */
    private static String free(String name) {
        String end = "_undone";
        return name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
    }

    private Renaming move(String alter, QualifiedName from, String schema) {
        var moved = QualifiedName.of(schema, from.name());
        String back = SqlName.of(from.schema().orElse(defaultSchema));
        return new Renaming(
                alter + SqlName.of(moved) + " SET SCHEMA " + back,
                alter + SqlName.of(from) + " SET SCHEMA " + SqlName.of(schema));
    }

    private static Renaming part(String before, String from, String to) {
        return new Renaming(
                words(before, to, from),
                words(before, from, to),
                Optional.of(new Renaming(words(before, from, free(from)), words(before, free(from), from))));
    }

    private static String words(String before, String from, String to) {
        return before + SqlName.of(from) + " TO " + SqlName.of(to);
    }

    private QualifiedName full(QualifiedName name) {
        return new QualifiedName(Optional.of(name.schema().orElse(defaultSchema)), name.name());
    }
}
