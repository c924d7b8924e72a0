package dev.belay.report;

import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a result is told: what {@code db.reports} may name. */
public enum ReportFormat {
    /** Lines in the build's log. */
    TEXT(Optional.empty()),
    /** All there is to know, for programs; {@code docs/check.schema.json} describes it. */
    JSON(Optional.of("check.json")),
    /** SARIF 2.1.0, which code hosts show in the changed lines. */
    SARIF(Optional.of("check.sarif")),
    /** JUnit's XML, which build servers show as tests. */
    JUNIT(Optional.of("TEST-belay-check.xml")),
    /** GitLab's code quality report. */
    GITLAB(Optional.of("gl-code-quality-report.json")),
    /** A comment for a pull request. */
    MARKDOWN(Optional.of("check.md")),
    /** A page for people, with the SQL and the locks. */
    HTML(Optional.of("report.html")),
    /** Metrics of a run for Prometheus and what reads its formats; a check has none. */
    OPENMETRICS(Optional.empty());

    /** What is written when {@code db.reports} is not set. */
    public static final Set<ReportFormat> DEFAULT = Set.of(TEXT, JSON);

    private final Optional<String> file;

    ReportFormat(Optional<String> file) {
        this.file = file;
    }

    /** {@return the name of the check's file of this format in the report directory; empty where it has none} */
    public Optional<String> file() {
        return file;
    }

    /** {@return the name as users type it} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what users type.
     *
     * @param names as in {@code db.reports}, in any case; blank ones are passed over
     * @throws RefusalException naming the nearest known name for an unknown one
     */
    public static Set<ReportFormat> parse(List<String> names) {
        var formats = EnumSet.noneOf(ReportFormat.class);
        names.stream()
                .filter(name -> name != null && !name.isBlank())
                .map(ReportFormat::of)
                .forEach(formats::add);
        return formats;
    }

    private static ReportFormat of(String typed) {
        String name = typed.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(typed.strip()));
    }

    private static RefusalException unknown(String typed) {
        List<String> known = Arrays.stream(values()).map(ReportFormat::toString).toList();
        String nearest = DidYouMean.of(typed, known)
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
        return new RefusalException(Problem.of(
                "db.reports names a format that is not known: " + typed,
                "Use " + String.join(", ", known) + "." + nearest));
    }
}
