package dev.belay.report;

import dev.belay.outcome.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

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
     * @param commands makes a command complete, so that it reaches the same database
     * @return the files, in the order of the formats
     * @throws dev.belay.outcome.EnvironmentException when one cannot be written
     */
    public static List<Path> write(
            Set<ReportFormat> formats, Path folder, RunReport report, UnaryOperator<String> commands) {
        var files = new ArrayList<Path>();
        for (ReportFormat format : ReportFormat.values()) {
            if (formats.contains(format)) {
                write(format, folder, report, commands).ifPresent(files::add);
            }
        }
        return files;
    }

    /**
     * Removes those of an earlier run, which would speak of one that failed before there was anything to report.
     *
     * @param build when this build began: a page that is newer is another goal's, such as the check's
     * @throws IOException when one is there and stays
     */
    public static void remove(Path folder, String goal, Instant build) throws IOException {
        Files.deleteIfExists(folder.resolve(markdown(goal)));
        Files.deleteIfExists(folder.resolve(METRICS));
        Path page = folder.resolve(PAGE);
        if (Files.exists(page) && Files.getLastModifiedTime(page).toInstant().isBefore(build)) {
            Files.delete(page);
        }
    }

    private static String markdown(String goal) {
        return goal + ".md";
    }

    private static Optional<Path> write(
            ReportFormat format, Path folder, RunReport report, UnaryOperator<String> commands) {
        return switch (format) {
            case MARKDOWN ->
                Optional.of(
                        ReportFile.write(folder, markdown(report.goal()), () -> RunMarkdown.bytes(report, commands)));
            case HTML -> Optional.of(ReportFile.write(folder, PAGE, () -> RunHtml.bytes(report, commands)));
            case OPENMETRICS -> Optional.of(ReportFile.write(folder, METRICS, () -> OpenMetrics.bytes(report)));
            case TEXT, JSON, SARIF, JUNIT, GITLAB -> Optional.empty();
        };
    }
}
