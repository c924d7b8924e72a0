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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Pattern VALUE =
            Pattern.compile("(?is).*\\sADD\\s+VALUE\\s+(?:IF NOT EXISTS\\s+)?('(?:[^']|'')*').*");

    private static final Pattern IDENTITY = Pattern.compile("(?s).*\\sALTER COLUMN (\"(?:[^\"]|\"\")+\"|\\S+)"
            + " ADD GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY \\(\\s*SEQUENCE NAME (\\S+)\\s.*");

    /** Bytes of a name (the manual, SQL Syntax). */
    private static final int LONGEST = 63;

    private final Catalog migrated;
    private final List<Difference> statements;
    private final Touched touched;
    private final Later later;
    private final Partitions partitions;
    /** Columns that are NOT NULL only when that has been validated. */
    private final Set<String> notNullLater = new HashSet<>();

    private final List<Change> changes = new ArrayList<>();

    private SafeWay(List<Difference> statements, Catalog migrated, Catalog wanted) {
        this.statements = statements;
        this.migrated = migrated;
        this.touched = Touched.by(statements, migrated);
        this.later = new Later(migrated);
        this.partitions = new Partitions(migrated, wanted);
    }

    /**
     * {@return the statements in their order, one phase behind the other}
     *
     * @param migrated the schema that they start from
     * @param wanted the one that they lead to
     */
    static List<Change> of(List<Difference> statements, Catalog migrated, Catalog wanted) {
        var way = new SafeWay(statements, migrated, wanted);
        statements.forEach(way::add);
        return way.changes;
    }

    /** {@return the statements as they are} In one transaction they may hold strong locks for as long as they take. */
    static List<Change> plain(List<Difference> statements, Catalog migrated, Catalog wanted) {
        var way = new SafeWay(statements, migrated, wanted);
        return statements.stream()
                .flatMap(statement -> way.required(statement).stream()
                        .map(sql -> statement.kind() instanceof StatementKind.Update
                                ? "-- This writes rows that have no value, under the locks of what stands above.\n"
                                        + sql
                                : sql)
                        .map(sql -> new Change(sql, way.isUsedValue(statement) ? Phase.VALUES : Phase.CHANGES)))
                .toList();
    }

    private void add(Difference statement) {
        StatementKind kind = statement.kind();
        if (kind instanceof StatementKind.CreateIndex index && online(index.table()) && !index.only()) {
            Matcher text = INDEX.matcher(statement.sql());
            if (text.matches()) {
                String unique = text.group(1) == null ? "" : text.group(1);
                put("CREATE " + unique + "INDEX CONCURRENTLY " + text.group(2), Phase.INDEXES);
                index.name().ifPresent(name -> later.made(name, Phase.INDEXES));
                if (index.unique()) {
                    later.keyed(index.table());
                }
                return;
            }
        }
        if (kind instanceof StatementKind.DropObjects drop && isDroppedOnline(drop)) {
            put(DROP_INDEX.matcher(statement.sql()).replaceFirst("DROP INDEX CONCURRENTLY "), Phase.INDEXES);
            return;
        }
        if (kind instanceof StatementKind.AlterTable alter
                && touched.stands(alter.table())
                && isAltered(statement, alter)) {
            return;
        }
        Phase phase = isUsedValue(statement)
                ? Phase.VALUES
                : kind instanceof StatementKind.Update ? Phase.ROWS : phase(statement);
        required(statement).forEach(sql -> put(sql, phase));
    }

    private void put(String sql, Phase phase) {
        changes.add(new Change(sql, phase));
    }

    /** {@return whether indexes of it can be made and dropped CONCURRENTLY, and it is worth it} */
    private boolean online(QualifiedName table) {
        return touched.stands(table) && !migrated.isPartitioned(table);
    }

    private boolean isDroppedOnline(StatementKind.DropObjects drop) {
        if (drop.type() != ObjectType.INDEX || drop.names().size() != 1 || drop.cascade()) {
            return false;
        }
        return migrated.index(drop.names().get(0))
                .filter(definition -> definition.lines().noneMatch(line -> line.startsWith("attached to ")))
                .filter(definition -> Catalog.tableOf(definition)
                        .filter(table -> online(table) && !touched.drops(table))
                        .filter(table -> touched.reshaped(table).stream()
                                .noneMatch(column -> Catalog.mentions(definition, column)))
                        .isPresent())
                .isPresent();
    }

    private Phase phase(Difference statement) {
        Matcher identity = IDENTITY.matcher(statement.sql());
        if (statement.kind() instanceof StatementKind.AlterTable alter
                && identity.matches()
                && notNullLater.contains(migrated.full(alter.table()) + "."
                        + Catalog.parts(identity.group(1)).get(0))) {
            later.made(Catalog.name(Catalog.parts(identity.group(2))).name(), Phase.VALIDATION);
            return Phase.VALIDATION;
        }
        return later.phase(statement);
    }

    private boolean isAltered(Difference statement, StatementKind.AlterTable alter) {
        if (alter.actions().size() != 1) {
            return false;
        }
        TableAction action = alter.actions().get(0);
        if (action instanceof TableAction.AddConstraint add) {
            return isAdded(statement, alter.table(), add.constraint());
        }
        if (action instanceof TableAction.SetNotNull column && !touched.adds(alter.table(), column.column())) {
            setNotNull(statement, alter.table(), column.column());
            return true;
        }
        return false;
    }

    private boolean isAdded(Difference statement, QualifiedName table, ConstraintDefinition constraint) {
        boolean key = constraint.kind() == Kind.UNIQUE || constraint.kind() == Kind.PRIMARY_KEY;
        boolean checked = constraint.kind() == Kind.CHECK || constraint.kind() == Kind.FOREIGN_KEY;
        if (constraint.name().isEmpty() || constraint.usingIndex().isPresent()) {
            return false;
        }
        boolean partitioned = migrated.isPartitioned(table);
        if (key) {
            return Key.of(constraint)
                    .filter(it -> partitioned ? isKeyedByParts(statement, table, it) : isKeyed(table, it))
                    .isPresent();
        }
        // up to 17 no server takes a foreign key of a partitioned table that is NOT VALID
        if (!checked || constraint.notValid() || partitioned && constraint.kind() == Kind.FOREIGN_KEY) {
            return false;
        }
        boolean waits = constraint.references().filter(later::keys).isPresent();
        put(statement.sql() + " NOT VALID", waits ? Phase.VALIDATION : Phase.CHANGES);
        put(
                alter(table) + "\n\tVALIDATE CONSTRAINT "
                        + SqlName.of(constraint.name().get()),
                waits ? Phase.REFERENCES : Phase.VALIDATION);
        later.made(constraint.name().get(), waits ? Phase.REFERENCES : Phase.VALIDATION);
        return true;
    }

    private boolean isKeyed(QualifiedName table, Key key) {
        put(key.index(table), Phase.INDEXES);
        put(key.takeover(table), Phase.VALIDATION);
        keyed(table, key);
        return true;
    }

    private boolean isKeyedByParts(Difference statement, QualifiedName table, Key key) {
        Optional<Map<QualifiedName, Key>> parts = partitions.keys(table, key, touched);
        parts.ifPresent(keys -> {
            keys.forEach(this::isKeyed);
            put("-- Partitions have it by now: it reads no rows.\n" + statement.sql(), Phase.VALIDATION);
            keyed(table, key);
        });
        return parts.isPresent();
    }

    private void keyed(QualifiedName table, Key key) {
        later.made(Catalog.parts(key.name()).get(0), Phase.VALIDATION);
        later.keyed(table);
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
                touched.fills(table) ? Phase.CHECKS : Phase.CHANGES);
        put(alter(table) + "\n\tVALIDATE CONSTRAINT " + check, Phase.VALIDATION);
        put(statement.sql(), Phase.VALIDATION);
        put(alter(table) + "\n\tDROP CONSTRAINT " + check, Phase.VALIDATION);
        notNullLater.add(migrated.full(table) + "." + column);
    }

    /** A column that is NOT NULL needs a value for the rows that are there. */
    private List<String> required(Difference statement) {
        boolean added = statement.kind() instanceof StatementKind.AlterTable alter
                && touched.stands(alter.table())
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
