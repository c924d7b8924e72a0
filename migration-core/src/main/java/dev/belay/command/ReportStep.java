package dev.belay.command;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.report.RunReports;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The last step of a run, however it ended: its reports are written. They tell of this step, too: for that they are written
 * once more behind it, when its time and its outcome are known. What cannot be written makes no run fail.
 */
record ReportStep(RunReports reports, RunSteps steps, Progress progress) {

    /**
     * Takes it.
     *
     * @param story of the run up to the moment at which it is asked for
     * @return the story with this step
     */
    RunReport take(Supplier<RunReport> story) {
        RunReports.Written first = steps.takeLast(Step.REPORT, () -> ended(reports.write(story.get())));
        RunReport told = story.get();
        RunReports.Written again = reports.write(told);
        if (!again.files().containsAll(first.files())) {
            again.lost().forEach(progress::warn);
        }
        return told;
    }

    private static RunSteps.Ended<RunReports.Written> ended(RunReports.Written written) {
        String files = written.files().stream().map(Path::toString).collect(Collectors.joining(", "));
        String words = !files.isEmpty() ? files : written.lost().isEmpty() ? "no files asked for" : "not written";
        return new RunSteps.Ended<>(
                written,
                written.lost().isEmpty() ? StepReport.Result.DONE : StepReport.Result.WARNED,
                words,
                written.lost());
    }
}
