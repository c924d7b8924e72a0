package dev.belay.generate;

import dev.belay.difference.RequiredColumns;
import dev.belay.rule.SqlName;
import dev.belay.script.ColumnDefinition;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes statements so that they block nobody for long on tables that stand: indexes CONCURRENTLY, constraints NOT VALID
 * and validated later, keys from an index that is there, NOT NULL behind a CHECK that was validated (from 12 on the scan
 * is saved then: the manual, ALTER TABLE). Tables that the same statements make are empty, and need none of that.
 */
final class SafeWay {

    private static final Pattern INDEX = Pattern.compile("(?s)^CREATE (UNIQUE )?INDEX (?:IF NOT EXISTS )?(.*)");
    private static final Pattern DROP_INDEX = Pattern.compile("^DROP INDEX ");

    private static final Pattern KEY =
            Pattern.compile("(?is)CONSTRAINT\\s+(\"(?:[^\"]|\"\")+\"|\\S+)\\s+(UNIQUE|PRIMARY\\s+KEY)"
                    + "(\\s+NULLS\\s+NOT\\s+DISTINCT)?\\s*(\\([^()]*\\))(\\s*INCLUDE\\s*\\([^()]*\\))?"
                    + "(\\s*WITH\\s*\\([^()]*\\))?(\\s*(?:NOT\\s+)?DEFERRABLE.*|\\s*INITIALLY.*)?");

    private static final Pattern VALUE =
            Pattern.compile("(?is).*\\sADD\\s+VALUE\\s+(?:IF NOT EXISTS\\s+)?('(?:[^']|'')*').*");

    /** Bytes of a name (the manual, SQL Syntax). */
    private static final int LONGEST = 63;

    private final Catalog migrated;
    private final List<Difference> statements;
    private final Set<QualifiedName> made = new HashSet<>();
    /** Tables whose rows get values: a check before that would refuse every other change of such a row. */
    private final Set<QualifiedName> filled = new HashSet<>();

    private final Set<String> newColumns = new HashSet<>();
    /** What is dropped, and takes its indexes with it. */
    private final Set<QualifiedName> dropped = new HashSet<>();
    /** Columns that are dropped or get another type, by table: their indexes have to go before. */
    private final Map<QualifiedName, Set<String>> reshaped = new HashMap<>();
    /** What is made in a later phase, by the name that others call it by. */
    private final Map<String, Phase> later = new HashMap<>();
    /** Tables that get a key in a later phase. */
    private final Set<QualifiedName> keyed = new HashSet<>();

    private final List<Change> changes = new ArrayList<>();

    private SafeWay(List<Difference> statements, Catalog migrated) {
        this.statements = statements;
        this.migrated = migrated;
        statements.forEach(statement -> look(statement.kind()));
    }

    /** {@return the statements in their order, one phase behind the other} */
    static List<Change> of(List<Difference> statements, Catalog migrated) {
        var way = new SafeWay(statements, migrated);
        statements.forEach(way::add);
        return way.changes;
    }

    /** {@return the statements as they are} In one transaction they may hold strong locks for as long as they take. */
    static List<Change> plain(List<Difference> statements, Catalog migrated) {
        var way = new SafeWay(statements, migrated);
        return statements.stream()
                .flatMap(statement -> way.required(statement).stream()
                        .map(sql -> new Change(sql, way.isUsedValue(statement) ? Phase.VALUES : Phase.CHANGES)))
                .toList();
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
            for (TableAction action : alter.actions()) {
                if (action instanceof TableAction.DropColumn column) {
                    reshape(alter.table(), column.column());
                } else if (action instanceof TableAction.AlterColumnType column) {
                    reshape(alter.table(), column.column());
                } else if (action instanceof TableAction.AddColumn column) {
                    newColumns.add(columnKey(alter.table(), column.column().name()));
                }
            }
        }
    }

    private void reshape(QualifiedName table, String column) {
        reshaped.computeIfAbsent(migrated.full(table), key -> new HashSet<>()).add(column);
    }

    private String columnKey(QualifiedName table, String column) {
        return migrated.full(table) + "." + column;
    }

    private boolean stands(QualifiedName table) {
        return !made.contains(migrated.full(table));
    }

    private void add(Difference statement) {
        StatementKind kind = statement.kind();
        if (kind instanceof StatementKind.CreateIndex index && online(index.table()) && !index.only()) {
            Matcher text = INDEX.matcher(statement.sql());
            if (text.matches()) {
                String unique = text.group(1) == null ? "" : text.group(1);
                put("CREATE " + unique + "INDEX CONCURRENTLY " + text.group(2), Phase.INDEXES);
                index.name().ifPresent(name -> later.put(name, Phase.INDEXES));
                if (index.unique()) {
                    keyed.add(migrated.full(index.table()));
                }
                return;
            }
        }
        if (kind instanceof StatementKind.DropObjects drop && isDroppedOnline(drop)) {
            put(DROP_INDEX.matcher(statement.sql()).replaceFirst("DROP INDEX CONCURRENTLY "), Phase.INDEXES);
            return;
        }
        if (kind instanceof StatementKind.AlterTable alter && stands(alter.table()) && isAltered(statement, alter)) {
            return;
        }
        Phase phase = isUsedValue(statement)
                ? Phase.VALUES
                : kind instanceof StatementKind.Update ? Phase.ROWS : waiting(statement);
        required(statement).forEach(sql -> put(sql, phase));
    }

    private void put(String sql, Phase phase) {
        changes.add(new Change(sql, phase));
    }

    /** {@return whether indexes of it can be made and dropped CONCURRENTLY, and it is worth it} */
    private boolean online(QualifiedName table) {
        return stands(table) && !migrated.isPartitioned(table);
    }

    private boolean isDroppedOnline(StatementKind.DropObjects drop) {
        if (drop.type() != ObjectType.INDEX || drop.names().size() != 1 || drop.cascade()) {
            return false;
        }
        return migrated.index(drop.names().get(0))
                .filter(definition -> definition.lines().noneMatch(line -> line.startsWith("attached to ")))
                .filter(definition -> Catalog.tableOf(definition)
                        .filter(table -> online(table) && !dropped.contains(table))
                        .filter(table -> reshaped.getOrDefault(table, Set.of()).stream()
                                .noneMatch(column -> mentions(definition, column)))
                        .isPresent())
                .isPresent();
    }

    /** Statements about what is made later have to wait for it; a view may also need the key that it groups by. */
    private Phase waiting(Difference statement) {
        Phase phase = later.entrySet().stream()
                .filter(entry -> mentions(statement.sql(), entry.getKey()))
                .map(entry -> entry.getValue() == Phase.INDEXES ? Phase.VALIDATION : entry.getValue())
                .max(Phase::compareTo)
                .orElse(Phase.CHANGES);
        if (!(statement.kind() instanceof StatementKind.CreateView view)) {
            return phase;
        }
        boolean grouped = keyed.stream().anyMatch(table -> mentions(statement.sql(), table.name()));
        Phase own = grouped && phase.compareTo(Phase.VALIDATION) < 0 ? Phase.VALIDATION : phase;
        if (own != Phase.CHANGES) {
            later.put(view.name().name(), own);
        }
        return own;
    }

    static boolean mentions(String sql, String name) {
        return Pattern.compile("(?<![\\w\"])" + Pattern.quote(SqlName.of(name)) + "(?![\\w\"])")
                .matcher(sql)
                .find();
    }

    private boolean isAltered(Difference statement, StatementKind.AlterTable alter) {
        if (alter.actions().size() != 1) {
            return false;
        }
        TableAction action = alter.actions().get(0);
        if (action instanceof TableAction.AddConstraint add) {
            return isAdded(statement, alter.table(), add.constraint());
        }
        if (action instanceof TableAction.SetNotNull column
                && !newColumns.contains(columnKey(alter.table(), column.column()))) {
            setNotNull(statement, alter.table(), column.column());
            return true;
        }
        return false;
    }

    private boolean isAdded(Difference statement, QualifiedName table, ConstraintDefinition constraint) {
        boolean key = constraint.kind() == Kind.UNIQUE || constraint.kind() == Kind.PRIMARY_KEY;
        boolean checked = constraint.kind() == Kind.CHECK || constraint.kind() == Kind.FOREIGN_KEY;
        if (constraint.name().isEmpty()
                || migrated.isPartitioned(table)
                || constraint.usingIndex().isPresent()) {
            return false;
        }
        if (key) {
            return isKeyed(table, constraint);
        }
        if (!checked || constraint.notValid()) {
            return false;
        }
        boolean waits = constraint
                .references()
                .map(migrated::full)
                .filter(keyed::contains)
                .isPresent();
        put(statement.sql() + " NOT VALID", waits ? Phase.VALIDATION : Phase.CHANGES);
        put(
                alter(table) + "\n\tVALIDATE CONSTRAINT "
                        + SqlName.of(constraint.name().get()),
                waits ? Phase.REFERENCES : Phase.VALIDATION);
        later.put(constraint.name().get(), waits ? Phase.REFERENCES : Phase.VALIDATION);
        return true;
    }

    private boolean isKeyed(QualifiedName table, ConstraintDefinition constraint) {
        Matcher key = KEY.matcher(constraint.text().strip());
        if (!key.matches()) {
            return false;
        }
        String name = key.group(1);
        put(
                "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + SqlName.of(table) + " " + key.group(4)
                        + text(key.group(5)) + text(key.group(3)) + text(key.group(6)),
                Phase.INDEXES);
        put(
                alter(table) + "\n\tADD CONSTRAINT " + name + " " + key.group(2) + " USING INDEX " + name
                        + text(key.group(7)),
                Phase.VALIDATION);
        later.put(constraint.name().orElseThrow(), Phase.VALIDATION);
        keyed.add(migrated.full(table));
        return true;
    }

    private static String text(String group) {
        return group == null ? "" : " " + group.strip();
    }

    private static String alter(QualifiedName table) {
        return "ALTER TABLE " + SqlName.of(table);
    }

    private void setNotNull(Difference statement, QualifiedName table, String column) {
        String end = "_is_not_null";
        String words = table.name() + "_" + column;
        String check = SqlName.of(words.substring(0, Math.min(words.length(), LONGEST - end.length())) + end);
        put(
                "-- While this is validated, rows are read and written as ever. It fails where a row has NULL.\n"
                        + alter(table) + "\n\tADD CONSTRAINT " + check + " CHECK (" + SqlName.of(column)
                        + " IS NOT NULL) NOT VALID",
                filled.contains(migrated.full(table)) ? Phase.CHECKS : Phase.CHANGES);
        put(alter(table) + "\n\tVALIDATE CONSTRAINT " + check, Phase.VALIDATION);
        put(statement.sql(), Phase.VALIDATION);
        put(alter(table) + "\n\tDROP CONSTRAINT " + check, Phase.VALIDATION);
    }

    /** A column that is NOT NULL needs a value for the rows that are there. */
    private List<String> required(Difference statement) {
        boolean added = statement.kind() instanceof StatementKind.AlterTable alter
                && stands(alter.table())
                && alter.actions().stream()
                        .anyMatch(action ->
                                action instanceof TableAction.AddColumn column && isRequired(column.column()));
        return added
                ? RequiredColumns.filled(
                        statement.sql(), migrated.snapshot(), "since the wanted schema has no default for them")
                : List.of(statement.sql());
    }

    private static boolean isRequired(ColumnDefinition column) {
        return column.has(Kind.NOT_NULL) && !column.has(Kind.DEFAULT) && !column.has(Kind.IDENTITY);
    }

    /** PostgreSQL refuses a new value of an enum in the transaction that has added it (the manual, ALTER TYPE). */
    private boolean isUsedValue(Difference statement) {
        if (!(statement.kind() instanceof StatementKind.AddEnumValue)) {
            return false;
        }
        Matcher value = VALUE.matcher(statement.sql());
        return value.matches()
                && statements.stream()
                        .filter(other -> other != statement && !(other.kind() instanceof StatementKind.AddEnumValue))
                        .anyMatch(other -> other.sql().contains(value.group(1)));
    }
}
