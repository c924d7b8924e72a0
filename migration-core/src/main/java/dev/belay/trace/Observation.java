package dev.belay.trace;

import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.ServerMessage;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.StatementTrace.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts together what was seen of one statement. */
final class Observation {

    /** Tables for large values are a part of the table that they belong to. */
    private static final String TOAST = "pg_toast_";

    private final Statement statement;
    private final Relations relations;
    private final List<LockRow> taken;
    private final List<LockRow> held;
    private final Messages messages;

    /**
     * @param taken locks that came with it
     * @param held locks that its transaction had before
     */
    Observation(Statement statement, Relations relations, List<LockRow> taken, List<LockRow> held, Messages messages) {
        this.statement = statement;
        this.relations = relations;
        this.taken = taken;
        this.held = held;
        this.messages = messages;
    }

    /** {@return the trace of a statement that ran} */
    StatementTrace ran(long walBytes, Duration duration) {
        Set<Relation> rewritten = new LinkedHashSet<>(named(messages.rewritten()));
        Set<Relation> built = new LinkedHashSet<>(named(messages.built()));
        for (LockRow lock : all()) {
            if (relations.moved(lock.oid(), lock.file()) && !SqlWords.truncates(statement)) {
                if (lock.relation().kind() == 'i') {
                    relations.tableOfIndex(lock.oid()).ifPresent(built::add);
                } else {
                    rewritten.add(lock.relation());
                }
            }
        }
        Set<Relation> scanned = new LinkedHashSet<>(named(messages.scanned()));
        if (messages.foreignKeyValidated()) {
            // the message names the constraint only; it is the referencing table whose rows are gone through
            locksOf(all(), LockMode.SHARE_ROW_EXCLUSIVE)
                    .map(LockRow::relation)
                    .filter(this::isAltered)
                    .forEach(scanned::add);
        }
        return new StatementTrace(
                statement.number(),
                End.RAN,
                Optional.empty(),
                records(taken),
                records(locksOf(held, LockMode.SHARE_UPDATE_EXCLUSIVE).toList()),
                List.copyOf(rewritten),
                List.copyOf(scanned),
                List.copyOf(built),
                messages.changes(),
                walBytes,
                messages.told(),
                duration);
    }

    /** Without event triggers, as on a managed server, nobody says which. */
    private boolean isAltered(Relation relation) {
        return messages.changes().isEmpty()
                || messages.changes().stream().anyMatch(change -> change.concerns(relation.name()));
    }

    /** {@return the trace of a statement that did not} */
    static StatementTrace ended(Statement statement, End end, Optional<ServerMessage> error, Duration duration) {
        return new StatementTrace(
                statement.number(),
                end,
                error,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                duration);
    }

    private List<LockRow> all() {
        return Stream.concat(taken.stream(), held.stream()).toList();
    }

    private static Stream<LockRow> locksOf(List<LockRow> locks, LockMode atLeast) {
        return locks.stream()
                .filter(lock -> lock.mode().compareTo(atLeast) >= 0)
                .filter(lock -> lock.relation().isTable());
    }

    private static List<RelationLock> records(List<LockRow> locks) {
        return locks.stream()
                .map(lock -> new RelationLock(lock.relation(), lock.mode()))
                .distinct()
                .toList();
    }

    /** {@return the tables of these names, as far as the statement's locks tell them apart} */
    private Collection<Relation> named(List<String> names) {
        var found = new ArrayList<Relation>();
        for (String name : names) {
            Set<Relation> locked = new LinkedHashSet<>();
            all().stream()
                    .map(LockRow::relation)
                    .filter(relation -> relation.name().name().equals(name))
                    .forEach(locked::add);
            if (locked.isEmpty() && !name.startsWith(TOAST)) {
                found.add(new Relation(QualifiedName.of(name), 'r', false));
            } else {
                found.addAll(locked);
            }
        }
        return found;
    }
}
