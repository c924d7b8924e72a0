package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * One upgrade or downgrade, and what is said when it fails.
 *
 * @param goal upgrade or downgrade
 */
record Change(String goal, BoundProject bound, Progress progress) {

    /** Does the work in Flyway's scope, unless something in the history is half done. */
    Migrations.Result run(ApplyRun apply, BiFunction<FlywayScope, ApplyRun, Migrations.Result> work) {
        try {
            return bound.flyway().execute(bound.placeholders(), Optional.of(apply), scope -> {
                bound.wholeHistory(scope);
                return work.apply(scope, apply);
            });
        } catch (RuntimeException e) {
            var failure = new FailureReport(
                            apply.context(),
                            bound.where(),
                            goal,
                            this::historyIfReachable,
                            bound.ledger()::invalidIndexes,
                            bound.project().configuration().isGroup())
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
            return Optional.of(bound.history());
        } catch (RuntimeException e) {
            progress.detail("the history could not be read again: " + e.getMessage());
            return Optional.empty();
        }
    }
}
