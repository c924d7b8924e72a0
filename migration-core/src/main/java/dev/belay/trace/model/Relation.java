package dev.belay.trace.model;

import dev.belay.script.QualifiedName;

/**
 * A relation that a statement touched.
 *
 * @param name with its schema
 * @param kind {@code pg_class.relkind}: r table, p partitioned table, i index, I partitioned index, m materialized view,
 *     v view, S sequence, f foreign table
 * @param existedBefore whether it was there before the first pending script ran
 */
public record Relation(QualifiedName name, char kind, boolean existedBefore) {

    /** {@return whether rows are kept in it, or in its partitions} */
    public boolean isTable() {
        return kind == 'r' || kind == 'p' || kind == 'm';
    }

    /** {@return whether it is one of the server's own} A trace has those only that belong to all databases together. */
    public boolean isCatalogue() {
        return name.schema().filter("pg_catalog"::equals).isPresent();
    }
}
