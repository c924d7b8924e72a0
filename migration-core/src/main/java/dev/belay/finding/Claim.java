package dev.belay.finding;

import dev.belay.script.QualifiedName;
import dev.belay.trace.model.LockMode;
import java.util.Optional;

/**
 * Something that a finding says a statement does, in terms that a trace confirms or overturns. A table named without a
 * schema is the one that the statement finds first.
 */
public sealed interface Claim {

    /** {@return the table that it is about} */
    QualifiedName table();

    /** The statement takes this lock, or a stronger one, on the table. */
    record Locks(QualifiedName table, LockMode mode) implements Claim {}

    /** The rows are copied into new files. */
    record Rewrites(QualifiedName table) implements Claim {}

    /** The table is read from end to end to verify its rows. */
    record Scans(QualifiedName table) implements Claim {}

    /** An index of the table is built. */
    record BuildsIndex(QualifiedName table) implements Claim {}

    /**
     * The table, or one of its columns, is dropped.
     *
     * @param column empty for the table itself
     */
    record Drops(QualifiedName table, Optional<String> column) implements Claim {}

    /** The server refuses the statement, whatever rows there are. */
    record Fails(QualifiedName table) implements Claim {}
}
