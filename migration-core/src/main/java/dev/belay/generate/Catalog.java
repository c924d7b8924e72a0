package dev.belay.generate;

import dev.belay.rule.SqlName;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a snapshot for tables and what belongs to them.
 *
 * @param snapshot the schema
 * @param defaultSchema of names without one
 */
record Catalog(SchemaSnapshot snapshot, String defaultSchema) {

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^.\"]+)");
    private static final Pattern ON = Pattern.compile(
            "(?s)^CREATE (?:UNIQUE )?INDEX (?:\"(?:[^\"]|\"\")+\"|\\S+) ON (?:ONLY )?((?:\"(?:[^\"]|\"\")+\"|[^\\s\"]+)+) USING .*");

    /** {@return the parts of a name between dots, unquoted} As the server does, what has no quotes is folded to lower case. */
    static List<String> parts(String identity) {
        var parts = new ArrayList<String>();
        Matcher part = PART.matcher(identity);
        while (part.find()) {
            parts.add(
                    part.group(1) != null
                            ? part.group(1).replace("\"\"", "\"")
                            : part.group(2).toLowerCase(Locale.ROOT));
        }
        return parts;
    }

    /** {@return the name with its schema} */
    QualifiedName full(QualifiedName name) {
        return name.schema().isPresent() ? name : QualifiedName.of(defaultSchema, name.name());
    }

    /** {@return the name of a table as SQL and snapshots write it} */
    static String identity(QualifiedName name) {
        return SqlName.of(name);
    }

    Optional<String> definition(String type, String identity) {
        return Optional.ofNullable(snapshot.objects().get(new ObjectId(type, identity)))
                .map(SchemaObject::definition);
    }

    boolean hasTable(QualifiedName table) {
        return tables().containsKey(full(table));
    }

    /** {@return whether its rows are in other tables} */
    boolean isPartitioned(QualifiedName table) {
        return Optional.ofNullable(tables().get(full(table)))
                .filter(definition -> definition.lines().anyMatch(line -> line.startsWith("partition by ")))
                .isPresent();
    }

    /** {@return tables with what is special of them} */
    Map<QualifiedName, String> tables() {
        var tables = new LinkedHashMap<QualifiedName, String>();
        of("table").forEach((identity, definition) -> tables.put(name(parts(identity)), definition));
        return tables;
    }

    /** {@return the columns of a table, by name, in the order of their names} */
    Map<String, String> columns(QualifiedName table) {
        var columns = new LinkedHashMap<String, String>();
        QualifiedName wanted = full(table);
        of("column").forEach((identity, definition) -> {
            List<String> parts = parts(identity);
            if (parts.size() == 3 && name(parts.subList(0, 2)).equals(wanted)) {
                columns.put(parts.get(2), definition);
            }
        });
        return columns;
    }

    /** {@return objects of a type by what names them, in the order of their names} */
    Map<String, String> of(String type) {
        var found = new LinkedHashMap<String, String>();
        snapshot.objects().forEach((id, object) -> {
            if (id.type().equals(type)) {
                found.put(id.identity(), object.definition());
            }
        });
        return found;
    }

    /** {@return the definition of an index; empty when it is that of a key, or there is none} */
    Optional<String> index(QualifiedName index) {
        QualifiedName wanted = full(index);
        return of("index").entrySet().stream()
                .filter(entry -> name(parts(entry.getKey())).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** {@return the table that an index is on} */
    static Optional<QualifiedName> tableOf(String indexDefinition) {
        Matcher on = ON.matcher(indexDefinition);
        return on.matches() ? Optional.of(name(parts(on.group(1)))) : Optional.empty();
    }

    /** {@return whether SQL or a definition names it} */
    static boolean mentions(String sql, String name) {
        return Pattern.compile("(?<![\\w\"])" + Pattern.quote(SqlName.of(name)) + "(?![\\w\"])")
                .matcher(sql)
                .find();
    }

    /** {@return the definition of a table's constraint} */
    Optional<String> constraint(QualifiedName table, String constraint) {
        return definition("constraint", SqlName.of(constraint) + " on " + identity(full(table)));
    }

    static QualifiedName name(List<String> parts) {
        return parts.size() < 2
                ? QualifiedName.of(parts.get(0))
                : QualifiedName.of(parts.get(parts.size() - 2), parts.get(parts.size() - 1));
    }
}
