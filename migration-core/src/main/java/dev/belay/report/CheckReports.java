package dev.belay.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Writes the files of a check, one for each format. */
public final class CheckReports {

    private CheckReports() {}

    /**
     * Writes them, each in one move.
     *
     * @param formats those wanted; those without a file for a check are passed over
     * @param reportDir is made when it is not there
     * @return the files, in the order of the formats
     * @throws dev.belay.outcome.EnvironmentException when one cannot be written
     */
    public static List<Path> write(Collection<ReportFormat> formats, Path reportDir, CheckReport report) {
        var files = new ArrayList<Path>();
        for (ReportFormat format : formats) {
            content(format, report)
                    .ifPresent(content ->
                            files.add(ReportFile.write(reportDir, format.file().orElseThrow(), content)));
        }
        return files;
    }

    private static Optional<ReportFile.Content> content(ReportFormat format, CheckReport report) {
        return switch (format) {
            case TEXT, OPENMETRICS -> Optional.empty();
            case JSON -> Optional.of(() -> new JsonReport().json(report.outcome()));
            case SARIF -> Optional.of(() -> SarifReport.bytes(report));
            case JUNIT -> Optional.of(() -> JunitReport.bytes(report));
            case GITLAB -> Optional.of(() -> GitlabReport.bytes(report));
            case MARKDOWN -> Optional.of(() -> MarkdownReport.bytes(report));
            case HTML -> Optional.of(() -> HtmlReport.bytes(report));
        };
    }
}
