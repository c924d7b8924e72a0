package dev.belay.maven;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.RefusalException;
import dev.belay.report.CheckReports;
import dev.belay.report.JsonReport;
import dev.belay.report.Line;
import dev.belay.report.ReportFormat;
import dev.belay.report.RunReports;
import dev.belay.report.TestJunit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Hands a goal's result to the log and to the report folder. */
final class Reports {

    /** The file of a preview's SQL. */
    static final String PREVIEW = "preview.sql";

    private final Set<ReportFormat> formats;
    private final Path folder;
    private final ConsoleLog log;

    private Reports(Set<ReportFormat> formats, Path folder, ConsoleLog log) {
        this.formats = formats;
        this.folder = folder;
        this.log = log;
    }

    /**
     * {@return the reports that {@code db.reports} names}
     *
     * @throws RefusalException when it names another
     */
    static Reports of(List<String> names, Path folder, ConsoleLog log) {
        Set<ReportFormat> formats = names == null ? ReportFormat.DEFAULT : ReportFormat.parse(names);
        return new Reports(formats, folder, log);
    }

    void write(GoalResult result) {
        if (formats.contains(ReportFormat.TEXT)) {
            result.lines().forEach(line -> print(log, line));
        }
        if (result.check().isPresent()) {
            List<Path> files =
                    CheckReports.write(formats, folder, result.check().get());
            files.stream()
                    .filter(file -> file.endsWith(ReportFormat.HTML.file().orElseThrow()))
                    .forEach(page -> log.info("Details: " + page));
            files.forEach(file -> log.debug("Wrote " + file));
        } else if (formats.contains(ReportFormat.JSON) && result.outcome().isPresent()) {
            log.debug("Wrote " + new JsonReport().write(folder, result.outcome().get()));
        }
        if (formats.contains(ReportFormat.JUNIT)) {
            result.junit().ifPresent(file -> log.debug("Wrote " + file.write(folder)));
        }
    }

    /**
     * Removes the story of an earlier run where this one has none to put into its place, such as one that was refused
     * before its first step: a pipeline that reads it would take it for this one's.
     */
    static void forget(Goal goal) {
        try {
            RunReports.remove(
                    goal.reports(), goal.name(), goal.session().getStartTime().toInstant());
        } catch (IOException e) {
            goal.log().warn("The report of an earlier run in " + goal.reports() + " stays: " + e.getMessage());
        }
    }

    /**
     * {@return the files that tell of a run}
     *
     * @throws RefusalException when {@code db.reports} names another format
     */
    static RunReports ofRun(List<String> names, Goal goal) {
        return new RunReports(
                names == null ? ReportFormat.DEFAULT : ReportFormat.parse(names), goal.reports(), Retyped.of(goal)::in);
    }

    /** Writes a goal's failure where its report would be. Whatever is wrong with that must not hide the failure itself. */
    static void replace(List<String> names, Goal goal, Failure failure) {
        Path folder = goal.reports();
        try {
            if (names == null || ReportFormat.parse(names).contains(ReportFormat.JSON)) {
                new JsonReport().write(folder, failure.outcome(goal));
            } else {
                JsonReport.remove(folder, goal.name());
            }
            if (goal.name().equals("check")) {
                removeReports(folder);
            }
            if (goal.name().equals("test")) {
                Files.deleteIfExists(folder.resolve(TestJunit.FILE));
            }
            if (goal.name().equals("preview")) {
                Files.deleteIfExists(folder.resolve(PREVIEW));
            }
        } catch (IOException | EnvironmentException | RefusalException e) {
            goal.log().warn("The report of an earlier run in " + folder + " cannot be replaced: " + e.getMessage());
        }
    }

    /** Those of an earlier check; JSON has been replaced. */
    private static void removeReports(Path folder) throws IOException {
        for (ReportFormat format : ReportFormat.values()) {
            if (format != ReportFormat.JSON && format.file().isPresent()) {
                Files.deleteIfExists(folder.resolve(format.file().get()));
            }
        }
    }

    private static void print(ConsoleLog log, Line line) {
        switch (line.level()) {
            case DETAIL -> log.debug(line.text());
            case INFO -> log.info(line.text());
            case WARN -> log.warn(line.text());
            case ERROR -> log.error(line.text());
        }
    }
}
