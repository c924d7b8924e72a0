package dev.belay.report;

import dev.belay.outcome.BelayException;
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

/**
 * The files that tell of a run, one for each format.
 *
 * @param formats those wanted; those that are about findings, or for the log, are passed over
 * @param folder is made when it is not there
 * @param commands makes a command complete, so that it reaches the same database
 */
public record RunReports(Set<ReportFormat> formats, Path folder, UnaryOperator<String> commands) {

    /** No files at all. */
    public static final RunReports NONE = new RunReports(Set.of(), Path.of(""));

    /** The whole story as a page, as a check's is: the last one in a folder is the one to read. */
    private static final String PAGE = ReportFormat.HTML.file().orElseThrow();

    private static final String METRICS = "metrics.txt";

    public RunReports {
        formats = Set.copyOf(formats);
    }

    /** Those with commands as they are. */
    public RunReports(Set<ReportFormat> formats, Path folder) {
        this(formats, folder, UnaryOperator.identity());
    }

    /**
     * What has become of them.
     *
     * @param files those written, in the order of the formats
     * @param lost those that could not be written, and why, a line each
     */
    public record Written(List<Path> files, List<String> lost) {

        public Written {
            files = List.copyOf(files);
            lost = List.copyOf(lost);
        }
    }

    /**
     * Writes them, each in one move: {@code run.json}, {@code <goal>.md}, {@code report.html}, {@code metrics.txt}. One that
     * cannot be written keeps none of the others from being.
     */
    public Written write(RunReport report) {
        var files = new ArrayList<Path>();
        var lost = new ArrayList<String>();
        for (ReportFormat format : ReportFormat.values()) {
            if (formats.contains(format)) {
                try {
                    write(format, report).ifPresent(files::add);
                } catch (BelayException e) {
                    lost.add(e.problem().what());
                } catch (RuntimeException e) {
                    // a run has ended by then, and nothing that is said of it may look like its failure
                    lost.add("the report " + format + " cannot be made: " + e);
                }
            }
        }
        return new Written(files, lost);
    }

    /**
     * Removes those of an earlier run, which would speak of one that failed before there was anything to report.
     *
     * @param build when this build began: what is newer is another goal's, such as the check's, or another module's
     * @throws IOException when one is there and stays
     */
    public static void remove(Path folder, String goal, Instant build) throws IOException {
        for (Path file : List.of(
                JsonReport.story(folder),
                folder.resolve(markdown(goal)),
                folder.resolve(METRICS),
                folder.resolve(PAGE))) {
            if (Files.exists(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(build)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String markdown(String goal) {
        return goal + ".md";
    }

    private Optional<Path> write(ReportFormat format, RunReport report) {
        return switch (format) {
            case JSON -> Optional.of(new JsonReport().write(folder, report.withCommands(commands)));
            case MARKDOWN ->
                Optional.of(
                        ReportFile.write(folder, markdown(report.goal()), () -> RunMarkdown.bytes(report, commands)));
            case HTML -> Optional.of(ReportFile.write(folder, PAGE, () -> RunHtml.bytes(report, commands)));
            case OPENMETRICS -> Optional.of(ReportFile.write(folder, METRICS, () -> OpenMetrics.bytes(report)));
            case TEXT, SARIF, JUNIT, GITLAB -> Optional.empty();
        };
    }
}
