package dev.belay.outcome;

import java.util.List;

/**
 * The runs that a database remembers.
 *
 * @param target the database
 * @param runs the newest first
 */
public record RunsOutcome(TargetInfo target, List<PastRun> runs) {

    public RunsOutcome {
        runs = List.copyOf(runs);
    }
}
