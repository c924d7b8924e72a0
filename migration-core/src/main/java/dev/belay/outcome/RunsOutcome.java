package dev.belay.outcome;

import dev.belay.outcome.RunReport.Result;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The runs that a database remembers.
 *
 * @param target the database
 * @param runs the newest first
 * @param rates how many of them came to what
 */
public record RunsOutcome(TargetInfo target, List<PastRun> runs, Rates rates) {

    private static final Set<Result> TAKEN_BACK = EnumSet.of(Result.ROLLED_BACK, Result.RESTORED);

    public RunsOutcome {
        runs = List.copyOf(runs);
    }

    /** Counts the runs of a database. */
    public static RunsOutcome of(TargetInfo target, List<PastRun> runs) {
        return new RunsOutcome(target, runs, Rates.of(runs));
    }

    /**
     * Of the runs that have ended; of the others it is not known yet, or was never written.
     *
     * @param ended how many have ended
     * @param success how many in 100 of them succeeded, to one decimal; empty when none has ended
     * @param rollback how many in 100 of them were taken back, by rolling back or by restoring, to one decimal; empty when
     *     none has ended
     */
    public record Rates(int ended, OptionalDouble success, OptionalDouble rollback) {

        static Rates of(List<PastRun> runs) {
            List<Result> results =
                    runs.stream().flatMap(run -> run.result().stream()).toList();
            return new Rates(results.size(), percent(results, Set.of(Result.SUCCEEDED)), percent(results, TAKEN_BACK));
        }

        private static OptionalDouble percent(List<Result> results, Set<Result> counted) {
            return results.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.round(1000.0
                                    * results.stream().filter(counted::contains).count()
                                    / results.size())
                            / 10.0);
        }
    }
}
