package dev.belay.report;

import dev.belay.outcome.RehearsalFigures;
import dev.belay.outcome.RunReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The figures of a run in OpenMetrics' text format, version 1.0. Everything is a gauge, {@code belay_run_info} too: the
 * type {@code info} is unknown to readers of Prometheus' own text format, such as node_exporter's textfile collector, and
 * they would refuse the whole file. Lines with {@code # UNIT} and {@code # EOF} are comments to them. No sample has a
 * timestamp, which that collector does not allow.
 *
 * @see <a href="https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md">the format</a>
 */
final class OpenMetrics {

    private final StringBuilder text = new StringBuilder();
    private final RunReport report;
    private final Map<String, String> common = new LinkedHashMap<>();

    private OpenMetrics(RunReport report) {
        this.report = report;
        common.put("goal", report.goal());
        common.put("database", report.target().database());
        common.put("server", report.target().server());
        common.put("environment", report.target().environment().toString());
    }

    /** {@return the file's content} */
    static byte[] bytes(RunReport report) {
        return new OpenMetrics(report).write().getBytes(StandardCharsets.UTF_8);
    }

    /** A value with what tells it apart from others of its family. */
    private record Sample(Map<String, String> labels, String value) {}

    private String write() {
        family("belay_run_info", "", "What ran, and how it ended.", List.of(new Sample(info(), "1")));
        family(
                "belay_run_success",
                "",
                "1 when the run succeeded, else 0.",
                one(report.result() == RunReport.Result.SUCCEEDED ? "1" : "0"));
        family("belay_run_duration_seconds", "seconds", "How long the run took.", one(seconds(report.duration())));
        family(
                "belay_run_completion_timestamp_seconds",
                "seconds",
                "When the run ended, in seconds since 1970 UTC.",
                one(seconds(Duration.between(Instant.EPOCH, report.started().plus(report.duration())))));
        family("belay_step_duration_seconds", "seconds", "How long each step of the run took.", steps());
        family(
                "belay_scripts_applied",
                "",
                "How many scripts the run applied or undid.",
                one(String.valueOf(report.applied().size())));
        family("belay_script_duration_seconds", "seconds", "How long each script took.", scripts());
        family(
                "belay_run_warnings",
                "",
                "How many warnings the run had, those of its steps included.",
                one(String.valueOf(report.everyWarning().size())));
        report.rehearsal().ifPresent(this::rehearsal);
        return text.append("# EOF\n").toString();
    }

    private Map<String, String> info() {
        var labels = new LinkedHashMap<String, String>();
        labels.put("run", report.run().value());
        labels.put("result", report.result().name().toLowerCase(java.util.Locale.ROOT));
        labels.put("version_before", report.versionBefore().orElse(""));
        labels.put("version_after", report.versionAfter().orElse(""));
        labels.put("server_version", report.target().serverVersion());
        labels.put("git_commit", report.gitCommit().orElse(""));
        labels.put("started_by", report.startedBy());
        return labels;
    }

    /** A step that was taken twice is one sample: two of the same labels would make the file invalid. */
    private List<Sample> steps() {
        var times = new LinkedHashMap<Map<String, String>, Duration>();
        report.steps()
                .forEach(step -> times.merge(
                        labels(
                                "step",
                                step.step().name().toLowerCase(java.util.Locale.ROOT),
                                "result",
                                step.result().name().toLowerCase(java.util.Locale.ROOT)),
                        step.duration(),
                        Duration::plus));
        return samples(times);
    }

    private List<Sample> scripts() {
        var times = new LinkedHashMap<Map<String, String>, Duration>();
        report.applied()
                .forEach(script -> times.merge(labels("script", script.script()), script.duration(), Duration::plus));
        return samples(times);
    }

    private void rehearsal(RehearsalFigures figures) {
        var phases = new LinkedHashMap<Map<String, String>, Duration>();
        phases.put(labels("phase", "restore"), figures.restore());
        phases.put(labels("phase", "up"), figures.up());
        figures.down().ifPresent(down -> phases.put(labels("phase", "down"), down));
        family(
                "belay_rehearsal_duration_seconds",
                "seconds",
                "How long each part of the rehearsal took.",
                samples(phases));
        var locks = new LinkedHashMap<Map<String, String>, Duration>();
        figures.locks()
                .forEach(lock -> locks.merge(
                        labels("table", lock.table(), "mode", lock.mode()),
                        lock.held(),
                        (one, other) -> one.compareTo(other) < 0 ? other : one));
        family(
                "belay_lock_seconds",
                "seconds",
                "For how long the rehearsal held a lock on a table; of several of the same mode the longest.",
                samples(locks));
    }

    private static Map<String, String> labels(String... namesAndValues) {
        var labels = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }

    private static List<Sample> samples(Map<Map<String, String>, Duration> times) {
        var samples = new ArrayList<Sample>();
        times.forEach((labels, time) -> samples.add(new Sample(labels, seconds(time))));
        return samples;
    }

    private static List<Sample> one(String value) {
        return List.of(new Sample(Map.of(), value));
    }

    private void family(String name, String unit, String help, List<Sample> samples) {
        if (samples.isEmpty()) {
            return;
        }
        text.append("# TYPE ").append(name).append(" gauge\n");
        Optional.of(unit)
                .filter(given -> !given.isEmpty())
                .ifPresent(given -> text.append("# UNIT ")
                        .append(name)
                        .append(' ')
                        .append(given)
                        .append('\n'));
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        for (Sample sample : samples) {
            var labels = new LinkedHashMap<>(common);
            labels.putAll(sample.labels());
            text.append(name)
                    .append(labels.entrySet().stream()
                            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                            .collect(Collectors.joining(",", "{", "}")))
                    .append(' ')
                    .append(sample.value())
                    .append('\n');
        }
    }

    private static String escaped(String value) {
        return Visible.of(value).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** With a point and without an exponent, to the millisecond. */
    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
    }
}
