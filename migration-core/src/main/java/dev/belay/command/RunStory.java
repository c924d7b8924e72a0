package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.migrate.Migrations;
import dev.belay.migrate.PreviewPlan;
import dev.belay.migrate.RunRecord;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.TargetInfo;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.script.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a safeguarded run has come to, for its report.
 *
 * @param applied what the scripts did; empty when they did not all run
 * @param backup empty before it, and without one
 * @param rehearsal empty before it, and without one
 */
record RunStory(
        TargetInfo target,
        RunId run,
        PreviewPlan plan,
        Optional<Migrations.Result> applied,
        Optional<Backup> backup,
        Optional<Rehearsal.Result> rehearsal) {

    /**
     * How the run ended.
     *
     * @param version that the database is at; empty for none, or when it does not say
     * @param problem why it did not end well; empty when it did
     */
    record End(RunReport.Result result, Optional<Version> version, Optional<Problem> problem) {}

    RunReport report(String goal, Safeguards guards, RunSteps steps, Instant started, End end) {
        return new RunReport(
                goal,
                target,
                run,
                RunRecord.startedBy(),
                guards.gitCommit(),
                guards.plan().map(reviewed -> reviewed.file().toString()),
                started,
                Duration.between(started, Instant.now()),
                end.result(),
                plan.before().map(Version::toString),
                end.version().map(Version::toString),
                steps.reports(),
                applied.map(Migrations.Result::scripts).orElse(List.of()),
                steps.audit(),
                Stream.concat(
                                applied.map(Migrations.Result::warnings).orElse(List.of()).stream(),
                                steps.warnings().stream())
                        .toList(),
                backup.map(made -> made.folder().toString()),
                rehearsal.map(Rehearsal.Result::figures),
                end.problem());
    }
}
