package dev.belay.command;

import dev.belay.rehearsal.Rehearsal;
import dev.belay.script.QualifiedName;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.StatementTrace;
import dev.belay.validation.RowCounts;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that were there before the apply, of tables that no script writes to: the rehearsal has shown which those are.
 *
 * @param before the rows
 * @param touched tables that scripts write to or rebuild, and the history
 */
record CountedRows(RowCounts before, Set<QualifiedName> touched) {

    /** Larger tables take long to count, and hold back VACUUM meanwhile. */
    private static final long EXACT_UP_TO = 200_000_000;

    private static final Duration BUDGET = Duration.ofSeconds(10);

    /** Counts, in tables that are not large, and for a while. */
    static CountedRows read(Connection eyes, Rehearsal.Result rehearsed, QualifiedName history) {
        Set<QualifiedName> touched = rehearsed.trace().scripts().stream()
                .flatMap(script -> script.statements().stream())
                .flatMap(CountedRows::written)
                .collect(Collectors.toSet());
        touched.add(history);
        return new CountedRows(RowCounts.read(eyes, EXACT_UP_TO, BUDGET), touched);
    }

    private static Stream<QualifiedName> written(StatementTrace statement) {
        Stream<Relation> locked = statement.taken().stream()
                .filter(lock -> lock.mode().compareTo(LockMode.ROW_EXCLUSIVE) >= 0)
                .map(RelationLock::relation);
        return Stream.concat(locked, statement.rewritten().stream()).map(Relation::name);
    }

    /** {@return {@code rows as before in 12 tables}, for when nothing has changed; empty when none were counted} */
    Optional<String> words() {
        long tables = before.tables().entrySet().stream()
                .filter(table -> table.getValue().exact() && !touched.contains(table.getKey()))
                .count();
        return tables == 0
                ? Optional.empty()
                : Optional.of("rows as before in " + tables + (tables == 1 ? " table" : " tables"));
    }

    /** {@return a line for each table that has other rows now although nobody is known to have written to it} */
    List<String> changed(Connection eyes) {
        return RowCounts.read(eyes, EXACT_UP_TO, BUDGET).changedSince(before, touched, eyes, RowCounts.SETTLE);
    }
}
