package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.HistoryState;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run has applied: the rows of the history that were not there before, of scripts that it was to apply. Their state
 * does not tell: a version that was passed over before is out of order.
 *
 * @param own the run's, those that are still in force
 * @param others what somebody else has applied meanwhile, as the history names it
 */
record AppliedByRun(List<HistoryEntry> own, List<String> others) {

    private static final Set<State> IN_FORCE =
            EnumSet.of(State.APPLIED, State.OUT_OF_ORDER, State.CHANGED, State.MISSING, State.FUTURE, State.OUTDATED);

    static AppliedByRun of(PreviewPlan plan, Before before, HistoryState history) {
        Set<String> planned = plan.scripts();
        List<HistoryEntry> since = history.entries().stream()
                .filter(entry -> entry.installedRank().orElse(0) > before.rank() && IN_FORCE.contains(entry.state()))
                .toList();
        return new AppliedByRun(
                since.stream().filter(entry -> planned.contains(entry.script())).toList(),
                since.stream()
                        .map(HistoryEntry::script)
                        .filter(script -> !planned.contains(script))
                        .toList());
    }

    List<String> scripts() {
        return own.stream().map(HistoryEntry::script).toList();
    }

    /** {@return what takes back exactly that} */
    DownTarget target() {
        return new DownTarget.Ranks(
                own.stream().map(entry -> entry.installedRank().orElseThrow()).collect(Collectors.toSet()));
    }
}
