package dev.belay.maven;

import dev.belay.migrate.RunRecord;
import dev.belay.notify.Webhook;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunStart;
import dev.belay.outcome.TargetInfo;
import dev.belay.report.RunLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who hears of a run besides people: its log, and the webhook. */
final class RunVoices implements AutoCloseable {

    private final RunLog log;
    private final Optional<Webhook> webhook;
    private final Progress progress;

    private RunVoices(RunLog log, Optional<Webhook> webhook, Progress progress) {
        this.log = log;
        this.webhook = webhook;
        this.progress = progress;
    }

    static RunVoices open(
            Goal goal, Progress people, Path logs, Optional<String> webhook, Optional<String> warnAfter, int keepDays) {
        var log = new RunLog(logs, goal.name(), Duration.ofDays(keepDays), Clock.systemUTC(), people::warn);
        Optional<Webhook> hook = webhook.map(
                url -> Webhook.open(url, warnAfter.map(text -> Amounts.time("db.warnAfter", text)), people::warn));
        Progress heard = log.tee(people);
        return new RunVoices(
                log, hook, hook.<Progress>map(it -> new Hooked(goal, heard, it)).orElse(heard));
    }

    Progress progress() {
        return progress;
    }

    /** {@return what the work leads to; the webhook hears of an end that no report tells of} */
    <T> T hearing(Goal goal, Supplier<T> work) {
        try {
            T result = work.get();
            if (progress instanceof Hooked hooked) {
                hooked.endedWell();
            }
            return result;
        } catch (BelayException e) {
            boolean told = progress instanceof Hooked hooked && hooked.ended;
            if (!told) {
                FailedOutcome failed = Failure.of(goal, e).outcome(goal);
                webhook.ifPresent(hook -> hook.failed(failed));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        webhook.ifPresent(Webhook::close);
        log.close();
    }

    /** Passes everything on, and tells the webhook of beginning and end. */
    private static final class Hooked extends PassedOn {

        private final Goal goal;
        private final Webhook webhook;
        private Optional<RunStart> begun = Optional.empty();
        private boolean ended;

        Hooked(Goal goal, Progress other, Webhook webhook) {
            super(other);
            this.goal = goal;
            this.webhook = webhook;
        }

        @Override
        public void opened(TargetInfo target, RunId run) {
            super.opened(target, run);
            var start = new RunStart(
                    goal.name(), target, run, RunRecord.startedBy(), Optional.empty(), Instant.now(), Optional.empty());
            begun = Optional.of(start);
            webhook.started(start);
        }

        /** A run without steps, or with nothing to do, makes no report. */
        void endedWell() {
            if (!ended) {
                begun.map(Hooked::succeeded).ifPresent(webhook::finished);
                ended = true;
            }
        }

        private static RunReport succeeded(RunStart start) {
            return new RunReport(
                    start.goal(),
                    start.target(),
                    start.run(),
                    start.startedBy(),
                    Optional.empty(),
                    Optional.empty(),
                    start.started(),
                    Duration.between(start.started(), Instant.now()),
                    RunReport.Result.SUCCEEDED,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public void ended(RunReport report) {
            super.ended(report);
            // an upgrade that is refused may have finished the way back of another first, by a downgrade
            ended = report.goal().equals(goal.name());
            webhook.finished(report.withCommands(Retyped.of(goal)::in));
        }
    }
}
