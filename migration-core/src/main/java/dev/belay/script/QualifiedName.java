package dev.belay.script;

import java.util.Optional;

/**
 * The name of a database object, as PostgreSQL understands it: unquoted parts folded to lower case, quotes removed.
 *
 * @param schema empty when the script does not name one
 * @param name never empty in valid SQL
 */
public record QualifiedName(Optional<String> schema, String name) {

    /** A name without a schema. */
    public static QualifiedName of(String name) {
        return new QualifiedName(Optional.empty(), name);
    }

    /** A name with its schema. */
    public static QualifiedName of(String schema, String name) {
        return new QualifiedName(Optional.of(schema), name);
    }

    /** {@return {@code schema.name} or {@code name}, without quotes: for people, not for SQL} */
    @Override
    public String toString() {
        return schema.map(s -> s + "." + name).orElse(name);
    }
}
