package dev.belay.command;

import dev.belay.migrate.HistoryState;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RepairOutcome;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.script.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Goal {@code repair}: Flyway's repair of the history, shown first, and done when that is confirmed. */
public final class Repair {

    private Repair() {}

    /**
     * @param database the database
     * @param gitCommit where the scripts come from; empty where there is no git
     * @param confirmed whether to do it; else it is only shown
     */
    public record Request(DatabaseRequest database, Optional<String> gitCommit, boolean confirmed) {}

    /**
     * Repairs, or shows what a repair would change: rows of the history only, never an object of the schema. What it does
     * is a run in the journal, and done by force.
     *
     * @throws dev.belay.outcome.EnvironmentException when the database cannot be reached
     */
    public static RepairOutcome run(Request request) {
        request.database().project().requireSound();
        if (!request.confirmed()) {
            try (var database = OpenDatabase.forReading(request.database())) {
                return new RepairOutcome(
                        database.target(),
                        Optional.empty(),
                        found(database, database.migrations().history()),
                        List.of(),
                        false);
            }
        }
        try (var database = OpenDatabase.forWriting(request.database())) {
            HistoryState history = database.migrations().history();
            List<String> found = found(database, history);
            if (history.entries().stream()
                    .allMatch(entry -> entry.installedRank().isEmpty())) {
                return new RepairOutcome(database.target(), Optional.empty(), found, List.of(), true);
            }
            List<String> done = recorded(request, database, history);
            return new RepairOutcome(database.target(), Optional.of(database.run()), found, done, true);
        }
    }

    private static List<String> recorded(Request request, OpenDatabase database, HistoryState before) {
        Migrations migrations = database.migrations();
        RunRecord record = migrations.record();
        record.begin(new RunRecord.Facts(
                "repair",
                before.current(),
                request.database().environment().toString(),
                request.gitCommit(),
                Optional.empty(),
                ""));
        var audit = new ArrayList<>(List.of("db.force: repair of the history"));
        var steps = new ArrayList<StepReport>();
        Result result = Result.FAILED;
        Optional<Version> after = Optional.empty();
        try {
            List<String> done =
                    taken(record, migrations, steps, request.database().progress());
            done.forEach(line -> audit.add("repair: " + line));
            result = Result.SUCCEEDED;
            after = migrations.history().current();
            return done;
        } catch (BelayException e) {
            Optional<HistoryState> now = FreshLook.history(request.database());
            after = now.flatMap(HistoryState::current);
            throw HistoryAfter.withState(
                    e,
                    result == Result.SUCCEEDED
                            ? "The history was repaired."
                            : HistoryAfter.failure(before, now, "repaired"));
        } finally {
            new JournalEnd(result, after, audit).write(request.database(), database.run(), Optional.of(record), steps);
        }
    }

    private static List<String> taken(
            RunRecord record, Migrations migrations, List<StepReport> steps, Progress progress) {
        long start = System.nanoTime();
        record.began(Step.REPAIR);
        try {
            List<String> done = migrations.repair();
            steps.add(report(StepReport.Result.DONE, words(done.size()), done, start));
            return done;
        } catch (BelayException e) {
            steps.add(report(
                    StepReport.Result.FAILED, e.problem().what(), e.problem().details(), start));
            throw e;
        } finally {
            steps.forEach(step -> ended(record, step, progress));
        }
    }

    /** A journal that cannot be written any more undoes no repair, and must not hide why one failed. */
    private static void ended(RunRecord record, StepReport report, Progress progress) {
        try {
            record.ended(report);
        } catch (BelayException e) {
            progress.warn("the end of the repair could not be written to belay.run_step: "
                    + e.problem().what());
        }
    }

    private static StepReport report(StepReport.Result result, String words, List<String> done, long start) {
        return new StepReport(Step.REPAIR, result, words, done, Duration.ofNanos(System.nanoTime() - start));
    }

    private static String words(int rows) {
        return rows == 0 ? "nothing to repair" : rows + (rows == 1 ? " row" : " rows") + " of the history changed";
    }

    private static List<String> found(OpenDatabase database, HistoryState history) {
        return Stream.concat(
                        history.failed().stream().map(Repair::failed),
                        database.migrations().disagreements().stream()
                                .filter(line -> !line.endsWith("failed half-way")
                                        && !line.endsWith("not applied, and a later version is")))
                .toList();
    }

    private static String failed(HistoryEntry entry) {
        return entry.script() + ": its row says that it failed half-way";
    }
}
