package dev.belay.report;

import dev.belay.outcome.AppliedScript;
import dev.belay.outcome.DataLoss;
import dev.belay.outcome.DataLoss.Item;
import dev.belay.outcome.DataLoss.Kind;
import dev.belay.outcome.Direction;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RehearsalFigures.LockTime;
import dev.belay.outcome.RehearsalFigures.WayBack;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.TargetInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs as they could have been. */
final class RunSample {

    static final RunId RUN = new RunId("7f3a0c11");
    static final Instant STARTED = Instant.parse("2026-11-20T23:15:00Z");

    private static final TargetInfo SHOP =
            new TargetInfo("shop", "db.example.org:5432", "16.4", false, Environment.PRODUCTION);
    private static final String BACKUP = "/backups/shop/40-20261120T231501Z";

    private RunSample() {}

    /** An upgrade that went well, with something to look at. */
    static RunReport succeeded() {
        return report(
                "upgrade",
                Result.SUCCEEDED,
                Optional.of("42"),
                List.of(
                        step(
                                Step.PREFLIGHT,
                                StepReport.Result.WARNED,
                                "at version 40, 2 pending: V41, V42",
                                210,
                                "pid 4711 (reports) is idle in transaction for 38 s"),
                        step(Step.CHECK, StepReport.Result.DONE, "0 high, 1 medium", 1_140),
                        step(Step.BACKUP, StepReport.Result.DONE, "394 MB in " + BACKUP + ", verified", 14_020),
                        step(
                                Step.REHEARSAL,
                                StepReport.Result.DONE,
                                "up 8.1 s, down 0.4 s, schema back exactly; longest strong lock 0.03 s on orders",
                                52_330),
                        step(Step.APPLY, StepReport.Result.DONE, "V41, V42", 8_240),
                        step(
                                Step.VALIDATE,
                                StepReport.Result.DONE,
                                "schema as rehearsed, 3 assertions hold, health 200",
                                910)),
                List.of(applied("41", "order state", 40, true), applied("42", "orders state idx", 8_100, false)),
                Optional.of(figures(WayBack.EXACT)),
                Optional.empty());
    }

    /** One that failed and was taken back, with text that means to be more than text. */
    static RunReport rolledBack() {
        return report(
                "upgrade",
                Result.ROLLED_BACK,
                Optional.of("40"),
                List.of(
                        step(Step.PREFLIGHT, StepReport.Result.DONE, "at version 40, 2 pending: V41, V42", 210),
                        step(Step.CHECK, StepReport.Result.DONE, "0 high, 1 medium", 1_140),
                        step(Step.BACKUP, StepReport.Result.SKIPPED, "db.skipBackup, with db.force", 0),
                        step(
                                Step.APPLY,
                                StepReport.Result.FAILED,
                                "V42__split_name.sql:7:1: null values",
                                185_000,
                                "<script>alert(\"&\")</script> | `x` \u001b[31m"),
                        step(
                                Step.WAY_BACK,
                                StepReport.Result.DONE,
                                "The transaction was rolled back; V41, applied in this run, was undone with U41.",
                                420)),
                List.of(applied("41", "order state", 40, true)),
                Optional.of(figures(WayBack.DIFFERS)),
                Optional.of(new Problem(
                        "V42__split_name.sql:7:1: column \"full_name\" contains null values (SQLSTATE 23502)",
                        List.of("ALTER TABLE customer ALTER COLUMN full_name SET NOT NULL;"),
                        Optional.of("shop is at version 40, as before; no data was lost."),
                        "find the rows with  SELECT * FROM customer WHERE full_name IS NULL")));
    }

    /** One that was refused before its first step. */
    static RunReport refused() {
        return report(
                "downgrade",
                Result.REFUSED,
                Optional.of("40"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(Problem.of("U40__x.sql is missing.", "write it: mvn db:undo")));
    }

    static RunReport with(RunReport report, Result result, Optional<String> after, Optional<RehearsalFigures> figures) {
        return new RunReport(
                report.goal(),
                report.target(),
                report.run(),
                report.startedBy(),
                report.gitCommit(),
                report.plan(),
                report.started(),
                report.duration(),
                result,
                report.versionBefore(),
                after,
                report.steps(),
                report.applied(),
                report.audit(),
                report.warnings(),
                report.backup(),
                figures,
                report.problem());
    }

    /** As {@link #succeeded}, with other lists. */
    static RunReport with(List<AppliedScript> applied, List<String> warnings, Optional<String> backup) {
        RunReport report = succeeded();
        return new RunReport(
                report.goal(),
                report.target(),
                report.run(),
                report.startedBy(),
                report.gitCommit(),
                report.plan(),
                report.started(),
                report.duration(),
                report.result(),
                report.versionBefore(),
                report.versionAfter(),
                report.steps(),
                applied,
                List.of(),
                warnings,
                backup,
                Optional.empty(),
                Optional.empty());
    }

    /** As {@link #succeeded}, of another goal, from one version to another. */
    static RunReport with(String goal, Optional<String> before, Optional<String> after, List<AppliedScript> applied) {
        RunReport report = succeeded();
        return new RunReport(
                goal,
                report.target(),
                report.run(),
                report.startedBy(),
                report.gitCommit(),
                report.plan(),
                report.started(),
                report.duration(),
                report.result(),
                before,
                after,
                report.steps(),
                applied,
                List.of(),
                List.of(),
                report.backup(),
                Optional.empty(),
                Optional.empty());
    }

    /** A downgrade that took something away. */
    static RunReport downgraded() {
        RunReport report = with(
                "downgrade",
                Optional.of("42"),
                Optional.of("40"),
                List.of(
                        applied("42", "orders state idx", 40, true),
                        new AppliedScript(Optional.empty(), "views", "R__views.sql", Duration.ofMillis(8), true)));
        RehearsalFigures up = figures(WayBack.EXACT);
        var figures = new RehearsalFigures(
                Direction.DOWN, up.copy(), true, up.restore(), up.up(), up.down(), up.wayBack(), List.of(), up.locks());
        return with(report, Result.SUCCEEDED, Optional.of("40"), Optional.of(figures))
                .with(
                        Optional.of(new DataLoss(
                                List.of(
                                        new Item(Kind.COLUMN, "public.orders.state", OptionalLong.of(12), true),
                                        new Item(Kind.TABLE, "public.note", OptionalLong.empty(), false)),
                                "a copy of the database")),
                        List.of("An application climbs again.", "Hold it."));
    }

    static RunReport with(RunReport report, Problem problem) {
        return new RunReport(
                report.goal(),
                report.target(),
                report.run(),
                report.startedBy(),
                report.gitCommit(),
                report.plan(),
                report.started(),
                report.duration(),
                report.result(),
                report.versionBefore(),
                report.versionAfter(),
                report.steps(),
                report.applied(),
                report.audit(),
                report.warnings(),
                report.backup(),
                report.rehearsal(),
                Optional.of(problem));
    }

    static RehearsalFigures figures(WayBack wayBack) {
        return new RehearsalFigures(
                "PostgreSQL 16.4, embedded",
                true,
                Duration.ofMillis(31_200),
                Duration.ofMillis(8_130),
                Optional.of(Duration.ofMillis(400)),
                wayBack,
                wayBack == WayBack.DIFFERS
                        ? List.of("- column customer.name text NOT NULL", "+ column customer.name text")
                        : List.of(),
                List.of(
                        new LockTime(
                                "V41__order_state.sql:3:1",
                                "orders",
                                "ACCESS EXCLUSIVE",
                                Duration.ofMillis(31),
                                12_040_112),
                        new LockTime(
                                "V42__orders_state_idx.sql:1:1",
                                "orders",
                                "SHARE",
                                Duration.ofMillis(8_100),
                                12_040_112),
                        new LockTime(
                                "V41__order_state.sql:5:1",
                                "orders",
                                "ACCESS EXCLUSIVE",
                                Duration.ofMillis(12),
                                12_040_112),
                        new LockTime(
                                "V41__order_state.sql:9:1",
                                "\"Größe \"\"x\"\"\"",
                                "SHARE ROW EXCLUSIVE",
                                Duration.ofMillis(1_400),
                                -1)));
    }

    static AppliedScript applied(String version, String description, long millis, boolean inTransaction) {
        return new AppliedScript(
                Optional.of(version),
                description,
                "V" + version + "__" + description.replace(' ', '_') + ".sql",
                Duration.ofMillis(millis),
                inTransaction);
    }

    static StepReport step(Step step, StepReport.Result result, String words, long millis, String... details) {
        return new StepReport(step, result, words, List.of(details), Duration.ofMillis(millis));
    }

    private static RunReport report(
            String goal,
            Result result,
            Optional<String> after,
            List<StepReport> steps,
            List<AppliedScript> applied,
            Optional<RehearsalFigures> figures,
            Optional<Problem> problem) {
        return new RunReport(
                goal,
                SHOP,
                RUN,
                "deploy@ci-7",
                Optional.of("a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"),
                Optional.empty(),
                STARTED,
                Duration.ofMillis(77_400),
                result,
                Optional.of("40"),
                after,
                steps,
                applied,
                List.of("db:allow index-blocks-writes at V41__order_state.sql:3:1: the table is small"),
                List.of("The replica replica-2 lags by 4.2 s."),
                Optional.of(BACKUP),
                figures,
                problem);
    }
}
