package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One upgrade or downgrade, and what is said when it fails.
 *
 * @param goal upgrade or downgrade
 * @param placeholders Flyway's own, for this connection
 * @param history reads the history
 */
record Change(
        String goal,
        FlywayAccess flyway,
        Map<String, String> placeholders,
        Where where,
        Ledger ledger,
        Supplier<HistoryState> history,
        Progress progress) {

    /**
     * Does the work in Flyway's scope.
     *
     * @param oneTransaction whether all scripts of an upgrade share a transaction
     */
    Migrations.Result run(
            ApplyRun apply, boolean oneTransaction, BiFunction<FlywayScope, ApplyRun, Migrations.Result> work) {
        try {
            return flyway.execute(placeholders, Optional.of(apply), scope -> work.apply(scope, apply));
        } catch (RuntimeException e) {
            var failure = new FailureReport(
                            apply.context(),
                            where,
                            goal,
                            this::historyIfReachable,
                            ledger::invalidIndexes,
                            oneTransaction)
                    .of(e);
            progress.stopped(staying(apply.context()));
            throw failure;
        }
    }

    /** What had ended well and is not pending again: the transaction it was part of may have failed since. */
    private List<String> staying(ApplyContext context) {
        List<String> done =
                context.done().stream().map(ApplyContext.Ran::script).toList();
        if (done.isEmpty() || !goal.equals("upgrade")) {
            return done;
        }
        Set<String> pending = historyIfReachable().stream()
                .flatMap(now -> now.pending().stream())
                .map(HistoryEntry::script)
                .collect(Collectors.toSet());
        return done.stream().filter(script -> !pending.contains(script)).toList();
    }

    private Optional<HistoryState> historyIfReachable() {
        try {
            return Optional.of(history.get());
        } catch (RuntimeException e) {
            progress.detail("the history could not be read again: " + e.getMessage());
            return Optional.empty();
        }
    }
}
