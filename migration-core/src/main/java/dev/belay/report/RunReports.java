package dev.belay.report;

import dev.belay.outcome.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the files of a run, one for each format but JSON, which is {@link JsonReport}'s. */
public final class RunReports {

    /** The whole story as a page, as a check's is: the last one in a folder is the one to read. */
    private static final String PAGE = ReportFormat.HTML.file().orElseThrow();

    private static final String METRICS = "metrics.txt";

    private RunReports() {}

    /**
     * Writes them, each in one move: {@code <goal>.md}, {@code report.html}, {@code metrics.txt}.
     *
     * @param formats those wanted; those that are about findings are passed over
     * @param folder is made when it is not there
     * @return the files, in the order of the formats
     * @throws dev.belay.outcome.EnvironmentException when one cannot be written
     */
    public static List<Path> write(Set<ReportFormat> formats, Path folder, RunReport report) {
        var files = new ArrayList<Path>();
        for (ReportFormat format : ReportFormat.values()) {
            if (formats.contains(format)) {
                write(format, folder, report).ifPresent(files::add);
            }
        }
        return files;
    }

    private static Optional<Path> write(ReportFormat format, Path folder, RunReport report) {
        return switch (format) {
            case MARKDOWN ->
                Optional.of(ReportFile.write(folder, report.goal() + ".md", () -> RunMarkdown.bytes(report)));
            case HTML -> Optional.of(ReportFile.write(folder, PAGE, () -> RunHtml.bytes(report)));
            case OPENMETRICS -> Optional.of(ReportFile.write(folder, METRICS, () -> OpenMetrics.bytes(report)));
            case TEXT, JSON, SARIF, JUNIT, GITLAB -> Optional.empty();
        };
    }
}
