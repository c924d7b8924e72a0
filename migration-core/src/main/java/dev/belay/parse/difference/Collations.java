package dev.belay.parse.difference;

import java.util.List;
import org.pgcodekeeper.core.schema.AbstractDatabase;
import org.pgcodekeeper.core.schema.AbstractTable;
import org.pgcodekeeper.core.schema.pg.PgColumn;

/**
 * Columns that lose their collation. pgCodeKeeper writes a change of a column's collation only where the column has one
 * afterwards; so those that are to have their type's own are told that it is the database's.
 */
final class Collations implements AutoCloseable {

    private static final String DEFAULT = "pg_catalog.\"default\"";

    private final List<PgColumn> named;

    private Collations(List<PgColumn> named) {
        this.named = named;
    }

    /** Names the collation of those columns that have no longer one of their own, until it is closed. */
    static Collations named(AbstractDatabase from, AbstractDatabase to) {
        List<PgColumn> named = to.getDescendants()
                .flatMap(AbstractTable::columnAdder)
                .filter(PgColumn.class::isInstance)
                .map(PgColumn.class::cast)
                .filter(column -> column.getCollation() == null
                        && column.getTwin(from) instanceof PgColumn before
                        && before.getCollation() != null)
                .toList();
        named.forEach(column -> column.setCollation(DEFAULT));
        return new Collations(named);
    }

    @Override
    public void close() {
        named.forEach(column -> column.setCollation(null));
    }
}
