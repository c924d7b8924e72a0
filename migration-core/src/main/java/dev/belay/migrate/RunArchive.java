package dev.belay.migrate;

import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport.Result;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code belay.run} and {@code belay.run_step} remember of the runs on a history.
 *
 * @param history the history table that the runs worked on, quoted and qualified
 */
record RunArchive(String history) {

    /** {@return all runs, the newest first} */
    List<PastRun> all(Connection connection) throws SQLException {
        Map<String, List<PastRun.Step>> steps = steps(connection);
        var all = new ArrayList<PastRun>();
        try (var query =
                connection.prepareStatement("SELECT * FROM belay.run WHERE history = ? ORDER BY started_at DESC")) {
            query.setString(1, history);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    all.add(run(row, steps.getOrDefault(row.getString("id"), List.of())));
                }
            }
        }
        return all;
    }

    private static PastRun run(ResultSet row, List<PastRun.Step> steps) throws SQLException {
        String result = row.getString("result");
        return new PastRun(
                instant(row, "started_at").orElseThrow(),
                row.getString("goal"),
                Arrays.stream(Result.values())
                        .filter(known -> RunRecord.words(known).equals(result))
                        .findFirst(),
                Optional.ofNullable(row.getString("version_before")),
                Optional.ofNullable(row.getString("version_after")),
                duration(row),
                row.getString("started_by"),
                Optional.ofNullable(row.getString("git_commit")),
                Optional.ofNullable(row.getString("environment")),
                Optional.ofNullable(row.getString("plan")),
                new RunId(row.getString("id")),
                steps,
                List.of((String[]) row.getArray("audit").getArray()));
    }

    /** {@return the steps of each run, by its name} */
    private Map<String, List<PastRun.Step>> steps(Connection connection) throws SQLException {
        var steps = new HashMap<String, List<PastRun.Step>>();
        try (var query = connection.prepareStatement("SELECT s.* FROM belay.run_step s JOIN belay.run r ON r.id = s.run"
                + " WHERE r.history = ? ORDER BY s.run, s.ordinal")) {
            query.setString(1, history);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    steps.computeIfAbsent(row.getString("run"), run -> new ArrayList<>())
                            .add(step(row));
                }
            }
        }
        return steps;
    }

    private static PastRun.Step step(ResultSet row) throws SQLException {
        return new PastRun.Step(
                row.getString("step"),
                instant(row, "finished_at").isEmpty() ? Optional.empty() : Optional.of(row.getString("result")),
                Optional.ofNullable(row.getString("words")),
                instant(row, "started_at").orElseThrow(),
                duration(row));
    }

    private static Optional<Duration> duration(ResultSet row) throws SQLException {
        Instant started = instant(row, "started_at").orElseThrow();
        return instant(row, "finished_at").map(end -> Duration.between(started, end));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
