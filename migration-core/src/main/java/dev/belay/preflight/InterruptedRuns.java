package dev.belay.preflight;

import java.sql.Connection;
import java.util.List;

/** Earlier runs that were killed. What they left has been cleared away before the preflight; people should know of it. */
final class InterruptedRuns implements Probe {

    @Override
    public String subject() {
        return "interrupted runs";
    }

    @Override
    public Sight look(Connection connection, PreflightRequest request) {
        List<String> runs = request.interrupted();
        return runs.isEmpty()
                ? Sight.NOTHING
                : Sight.of(
                        Listed.count(runs.size(), "interrupted run"),
                        runs.stream()
                                .map(run -> Condition.warning(
                                        run, "See what was cleared away behind it: mvn db:history -Ddb.runs"))
                                .toList());
    }
}
