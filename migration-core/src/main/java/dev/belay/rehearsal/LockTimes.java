package dev.belay.rehearsal;

import dev.belay.outcome.RehearsalFigures.LockTime;
import dev.belay.script.QualifiedName;
import dev.belay.script.Statement;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/**
 * How long each table that was there before was locked against writes, or against all: from the statement that took the
 * lock to the end of its transaction (PostgreSQL manual, Explicit Locking: a lock is held until the transaction ends).
 *
 * @param statements finds a statement by its script and number, for its place
 * @param rows how many rows a table has; negative when unknown
 */
record LockTimes(BiFunction<String, Integer, Statement> statements, ToLongFunction<QualifiedName> rows) {

    List<LockTime> of(Trace trace) {
        var times = new ArrayList<LockTime>();
        for (ScriptTrace script : trace.scripts()) {
            times.addAll(of(script));
        }
        return times;
    }

    private List<LockTime> of(ScriptTrace script) {
        var times = new ArrayList<LockTime>();
        Map<QualifiedName, LockMode> held = new HashMap<>();
        for (StatementTrace statement : script.statements()) {
            if (!script.inTransaction()) {
                held.clear();
            }
            Duration duration = script.inTransaction() ? untilTheEnd(script, statement) : statement.duration();
            for (RelationLock lock : statement.taken()) {
                QualifiedName table = lock.relation().name();
                boolean counts = lock.relation().existedBefore()
                        && lock.relation().isTable()
                        && lock.mode().blocksWrites();
                if (counts && isStronger(lock.mode(), held.get(table))) {
                    held.put(table, lock.mode());
                    times.add(time(script, statement, lock, duration));
                }
            }
        }
        return times;
    }

    private static boolean isStronger(LockMode mode, LockMode held) {
        return held == null || mode.compareTo(held) > 0;
    }

    private LockTime time(ScriptTrace script, StatementTrace statement, RelationLock lock, Duration held) {
        Statement text = statements.apply(script.script(), statement.number());
        return new LockTime(
                script.script() + ":" + text.span().start(),
                lock.relation().name().toString(),
                lock.mode().toString(),
                held,
                rows.applyAsLong(lock.relation().name()));
    }

    private static Duration untilTheEnd(ScriptTrace script, StatementTrace from) {
        return script.statements().stream()
                .filter(statement -> statement.number() >= from.number())
                .map(StatementTrace::duration)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
