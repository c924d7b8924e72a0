package dev.belay.generate;

import dev.belay.postgres.TypeWidening;
import dev.belay.rule.SqlName;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells which differences from the schema of entities are meant, and which are there only because entities cannot say
 * more: docs/generate.md lists them.
 *
 * @param migrated the schema that the scripts make
 * @param entities the one that the entities make
 */
record EntityChanges(Catalog migrated, Catalog entities) {

    private static final Pattern SERIAL = Pattern.compile("(?s).*\\ndefault nextval\\(.*");
    private static final Pattern INDEX_NAME = Pattern.compile("(?s)^(CREATE (?:UNIQUE )?INDEX) \\S+ ON ");
    private static final Pattern NO_COMMENT = Pattern.compile("(?is)COMMENT\\s.*\\sIS\\s+NULL");

    /** {@return whether the statement does what the entities mean} */
    boolean isMeant(Difference difference) {
        StatementKind kind = difference.kind();
        if (kind instanceof StatementKind.AlterTable alter) {
            return alter.actions().stream().allMatch(action -> isMeant(alter.table(), action));
        }
        if (kind instanceof StatementKind.DropObjects drop) {
            return isMeant(drop);
        }
        if (kind instanceof StatementKind.CreateIndex index) {
            return index.name().isEmpty()
                    || !hasSuchIndex(QualifiedName.of(index.name().get()), index.table());
        }
        if (kind instanceof StatementKind.Comment) {
            return !NO_COMMENT.matcher(difference.sql()).matches();
        }
        String command =
                difference.sql().replaceFirst("(?s)^(\\w+\\s+\\w+).*", "$1").toUpperCase(Locale.ROOT);
        return kind instanceof StatementKind.CreateTable
                || kind instanceof StatementKind.CreateSchema
                || kind instanceof StatementKind.CreateEnum
                || kind instanceof StatementKind.AddEnumValue
                || Set.of("CREATE SEQUENCE", "CREATE TYPE", "CREATE DOMAIN").contains(command)
                || command.equals("ALTER SEQUENCE") && !difference.sql().contains("OWNED BY");
    }

    private boolean isMeant(QualifiedName table, TableAction action) {
        if (action instanceof TableAction.AddColumn || action instanceof TableAction.SetNotNull) {
            return true;
        }
        if (action instanceof TableAction.DropNotNull || action instanceof TableAction.SetDefault) {
            return column(table, action)
                    .filter(it -> !SERIAL.matcher(it).matches())
                    .isPresent();
        }
        if (action instanceof TableAction.DropColumn) {
            return isMapped(table);
        }
        if (action instanceof TableAction.AlterColumnType type) {
            return column(table, action)
                    .flatMap(definition -> definition.lines().findFirst())
                    .filter(now -> !TypeWidening.keeps(type.type(), now))
                    .isPresent();
        }
        if (action instanceof TableAction.AddConstraint constraint) {
            return !hasSuchConstraint(table, constraint.constraint());
        }
        return action instanceof TableAction.DropConstraint drop
                && entities.constraint(table, drop.constraint()).isPresent()
                && !isSatisfied(
                        table, entities.constraint(table, drop.constraint()).get());
    }

    private Optional<String> column(QualifiedName table, TableAction action) {
        String name = action instanceof TableAction.DropNotNull it
                ? it.column()
                : action instanceof TableAction.SetDefault it
                        ? it.column()
                        : ((TableAction.AlterColumnType) action).column();
        return Optional.ofNullable(migrated.columns(table).get(name));
    }

    private boolean isMeant(StatementKind.DropObjects drop) {
        if (drop.type() == ObjectType.TABLE) {
            Set<Optional<String>> schemas = entities.tables().keySet().stream()
                    .map(QualifiedName::schema)
                    .collect(Collectors.toSet());
            return drop.names().stream()
                    .map(migrated::full)
                    .allMatch(table -> schemas.contains(table.schema()) && !isPart(table));
        }
        return drop.type() == ObjectType.INDEX
                && drop.names().stream().allMatch(name -> entities.index(name).isPresent());
    }

    private boolean isMapped(QualifiedName table) {
        return entities.hasTable(table);
    }

    /** A partition goes with its table, and entities know only that. */
    private boolean isPart(QualifiedName table) {
        return Optional.ofNullable(migrated.tables().get(table))
                .filter(definition -> definition
                        .lines()
                        .anyMatch(line -> line.startsWith("partition of ") || line.startsWith("inherits ")))
                .isPresent();
    }

    private boolean hasSuchIndex(QualifiedName index, QualifiedName table) {
        String schema = entities.full(table).schema().orElseThrow();
        Optional<String> wanted = entities.index(QualifiedName.of(schema, index.name()));
        return wanted.isPresent()
                && migrated.of("index").values().stream()
                        .anyMatch(definition -> nameless(definition).equals(nameless(wanted.get())));
    }

    private static String nameless(String index) {
        return INDEX_NAME.matcher(index).replaceFirst("$1 ON ");
    }

    private boolean hasSuchConstraint(QualifiedName table, ConstraintDefinition constraint) {
        return constraint
                .name()
                .flatMap(name -> entities.constraint(table, name))
                .filter(wanted -> isSatisfied(table, wanted))
                .isPresent();
    }

    /** By a constraint of any name that demands the same; a foreign key may do more when its row goes. */
    private boolean isSatisfied(QualifiedName table, String wanted) {
        String on = " on " + SqlName.of(migrated.full(table));
        boolean same = migrated.of("constraint").entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(on))
                .map(Map.Entry::getValue)
                .anyMatch(definition -> definition.equals(wanted)
                        || wanted.startsWith("FOREIGN KEY") && definition.startsWith(wanted + " ON ")
                        || wanted.startsWith("UNIQUE") && definition.equals(wanted.replace("UNIQUE", "PRIMARY KEY")));
        return same || wanted.startsWith("UNIQUE (") && hasUniqueIndex(table, wanted.substring("UNIQUE ".length()));
    }

    private boolean hasUniqueIndex(QualifiedName table, String columns) {
        String end = " ON " + SqlName.of(migrated.full(table)) + " USING btree " + columns;
        return migrated.of("index").values().stream()
                .anyMatch(definition -> definition.startsWith("CREATE UNIQUE INDEX ") && definition.endsWith(end));
    }
}
