package dev.belay.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.RunStart;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.TargetInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of a request. What is absent is {@code null}; times and durations are ISO 8601; words are those of the JSON
 * report. The components' names are the fields' and public by that.
 *
 * @param event {@code start}, {@code success}, {@code failure}, {@code rollback} or {@code slow}
 * @param text all of it in one line, which chat programs show
 * @param duration from the start to this event
 * @param warnings what should be looked at although it ended well
 */
record Message(
        String event,
        String text,
        String goal,
        Optional<String> database,
        Optional<String> server,
        Optional<String> environment,
        Optional<String> run,
        Optional<String> startedBy,
        Optional<String> gitCommit,
        Optional<String> started,
        Optional<String> duration,
        Optional<String> result,
        Optional<String> versionBefore,
        Optional<String> versionAfter,
        List<Step> steps,
        List<String> warnings,
        Optional<Problem> problem) {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    /** A step with how it ended. */
    record Step(String step, String result, String words, String duration) {}

    /** A run begins. */
    static Message start(RunStart start) {
        return of(start, "start", verb(start) + " begins", Optional.empty());
    }

    /** A run goes on for longer than it should. */
    static Message slow(RunStart start, Duration elapsed) {
        return of(
                start,
                "slow",
                verb(start) + " has been running for " + elapsed.toSeconds() + " s",
                Optional.of(elapsed.toString()));
    }

    private static Message of(RunStart start, String event, String text, Optional<String> duration) {
        TargetInfo target = start.target();
        return new Message(
                event,
                text,
                start.goal(),
                Optional.of(target.database()),
                Optional.of(target.server()),
                Optional.of(target.environment().toString()),
                Optional.of(start.run().value()),
                Optional.of(start.startedBy()),
                start.gitCommit(),
                Optional.of(start.started().toString()),
                duration,
                Optional.empty(),
                start.version(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** A run has ended. */
    static Message end(RunReport report) {
        TargetInfo target = report.target();
        return new Message(
                event(report.result()),
                text(report),
                report.goal(),
                Optional.of(target.database()),
                Optional.of(target.server()),
                Optional.of(target.environment().toString()),
                Optional.of(report.run().value()),
                Optional.of(report.startedBy()),
                report.gitCommit(),
                Optional.of(report.started().toString()),
                Optional.of(report.duration().toString()),
                Optional.of(word(report.result())),
                report.versionBefore(),
                report.versionAfter(),
                report.steps().stream().map(Message::step).toList(),
                report.warnings(),
                report.problem());
    }

    /** A run has failed before its first step. */
    static Message end(FailedOutcome failed, Instant now) {
        return new Message(
                "failure",
                failed.goal() + " " + word(failed.outcome()) + ": " + failed.what(),
                failed.goal(),
                failed.target().map(TargetInfo::database),
                failed.target().map(TargetInfo::server),
                failed.target().map(target -> target.environment().toString()),
                failed.run().map(run -> run.value()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now.toString()),
                Optional.empty(),
                Optional.of(word(failed.outcome())),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(new Problem(failed.what(), failed.details(), failed.state(), failed.next())));
    }

    private static String event(RunReport.Result result) {
        return switch (result) {
            case SUCCEEDED -> "success";
            case ROLLED_BACK, RESTORED -> "rollback";
            case REFUSED, FAILED, INVALID -> "failure";
        };
    }

    private static String text(RunReport report) {
        String ended = report.goal() + " of " + report.target().database() + " ("
                + report.target().environment() + ") "
                + word(report.result()).replace('_', ' ');
        String versions = ", version " + report.versionBefore().orElse("empty") + " -> "
                + report.versionAfter().orElse(report.result() == RunReport.Result.FAILED ? "unknown" : "empty");
        return ended
                + versions
                + report.problem().map(problem -> ": " + problem.what()).orElse("")
                + warned(report.warnings());
    }

    /** The last are of the end of the run, such as traffic that is still stopped. */
    private static String warned(List<String> warnings) {
        return warnings.isEmpty()
                ? ""
                : "; " + warnings.size() + (warnings.size() == 1 ? " warning: " : " warnings, the last: ")
                        + warnings.get(warnings.size() - 1);
    }

    private static String verb(RunStart start) {
        return start.goal() + " of " + start.target().database() + " ("
                + start.target().environment() + ")";
    }

    private static Step step(StepReport step) {
        return new Step(
                word(step.step()),
                word(step.result()),
                step.words(),
                step.duration().toString());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** {@return the message in UTF-8 JSON} */
    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts cannot be written as JSON", e);
        }
    }
}
