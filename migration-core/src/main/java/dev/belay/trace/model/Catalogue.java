package dev.belay.trace.model;

import dev.belay.script.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules ask of a database's catalogue, at one moment. System schemas and Belay's own are left out.
 *
 * @param tables by object id
 * @param indexes all of them, by object id
 * @param foreignKeys all of them
 * @param notValid constraints that are not validated, as {@code table: constraint}
 * @param behind sequences owned by a column whose maximum they have not reached, as {@code table.column}
 */
public record Catalogue(
        Map<Long, Table> tables,
        Map<Long, Index> indexes,
        List<ForeignKey> foreignKeys,
        List<String> notValid,
        List<String> behind) {

    public static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of(), List.of(), List.of(), List.of());

    public Catalogue {
        tables = Map.copyOf(tables);
        indexes = Map.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        notValid = List.copyOf(notValid);
        behind = List.copyOf(behind);
    }

    /**
     * @param name with its schema
     * @param kind {@code pg_class.relkind}
     * @param owner the owning role
     * @param privileges {@code pg_class.relacl}, one grant an entry, sorted; empty for the default
     * @param primaryKey whether it has one
     * @param published names of the publications that carry its changes
     */
    public record Table(
            QualifiedName name,
            char kind,
            String owner,
            List<String> privileges,
            boolean primaryKey,
            List<String> published) {}

    /** @param valid {@code pg_index.indisvalid} */
    public record Index(QualifiedName name, QualifiedName table, boolean valid) {}

    /** @param indexed whether an index of its table begins with its columns */
    public record ForeignKey(
            QualifiedName table, String name, List<String> columns, QualifiedName parent, boolean indexed) {}

    /** {@return the table of that name; one without a schema in any schema} */
    public Optional<Table> table(QualifiedName name) {
        return tables.values().stream()
                .filter(table -> table.name().name().equals(name.name()))
                .filter(table ->
                        name.schema().isEmpty() || table.name().schema().equals(name.schema()))
                .findFirst();
    }
}
