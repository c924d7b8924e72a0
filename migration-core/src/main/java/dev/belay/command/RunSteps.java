package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Result;
import dev.belay.outcome.StepReport.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The steps of one run as they are taken: timed, told to people, and written to the journal before and after each.
 * What was forced, skipped or allowed is collected on the way.
 */
final class RunSteps {

    private final Progress progress;
    private final List<StepReport> reports = new ArrayList<>();
    private final List<String> audit = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<RunRecord> record = Optional.empty();
    private Optional<FileJournal> file = Optional.empty();

    RunSteps(Progress progress) {
        this.progress = progress;
    }

    /**
     * What a step has come to.
     *
     * @param value for the steps behind it
     * @param words for people, on one line
     */
    record Ended<T>(T value, Result result, String words, List<String> details) {

        static <T> Ended<T> done(T value, String words) {
            return new Ended<>(value, Result.DONE, words, List.of());
        }

        static <T> Ended<T> warned(T value, String words, List<String> details) {
            return new Ended<>(value, details.isEmpty() ? Result.DONE : Result.WARNED, words, details);
        }
    }

    /** From now on steps are written to the database's journal, and to the file beside it. */
    void journal(RunRecord journal, FileJournal beside) {
        record = Optional.of(journal);
        file = Optional.of(beside);
    }

    /** The database's journal is out of reach. */
    void withoutJournal() {
        record = Optional.empty();
    }

    /** {@return whether steps are written to the database's journal as they are taken} */
    boolean isJournalled() {
        return record.isPresent();
    }

    /** Takes a step; one that throws is reported as refused or failed, and throws. */
    <T> T take(Step step, Supplier<Ended<T>> work) {
        began(step);
        return taken(step, work);
    }

    private <T> T taken(Step step, Supplier<Ended<T>> work) {
        long start = System.nanoTime();
        Ended<T> ended;
        try {
            ended = work.get();
        } catch (EnvironmentException e) {
            report(step, Result.FAILED, e.problem().what(), e.problem().details(), start);
            throw e;
        } catch (BelayException e) {
            Result result = step == Step.APPLY ? Result.FAILED : Result.REFUSED;
            report(step, result, e.problem().what(), e.problem().details(), start);
            throw e;
        } catch (RuntimeException e) {
            report(step, Result.FAILED, e.toString(), List.of(), start);
            throw e;
        }
        report(step, ended.result(), ended.words(), ended.details(), start);
        return ended.value();
    }

    /**
     * Takes the step that no other follows: it changes nothing, so that it is taken also where the database's journal cannot
     * be told of its beginning. Whoever ends the run writes it there then.
     */
    <T> T takeLast(Step step, Supplier<Ended<T>> work) {
        file.ifPresent(journal -> journal.begins(step));
        try {
            record.ifPresent(journal -> journal.began(step));
        } catch (BelayException e) {
            progress.detail("the beginning of the step " + step + " could not be written to belay.run_step: "
                    + e.problem().what());
            withoutJournal();
        }
        return taken(step, work);
    }

    /** Says that a step is not taken, and why. */
    void skip(Step step, String why) {
        began(step);
        report(step, Result.SKIPPED, why, List.of(), System.nanoTime());
    }

    /** First the file: it is there also when the database is not. */
    private void began(Step step) {
        file.ifPresent(journal -> journal.begins(step));
        record.ifPresent(journal -> journal.began(step));
    }

    /** A journal that cannot be written any more makes no step fail, and must not hide why one did. */
    private void report(Step step, Result result, String words, List<String> details, long start) {
        var report = new StepReport(step, result, words, details, Duration.ofNanos(System.nanoTime() - start));
        reports.add(report);
        file.ifPresent(journal -> journal.ended(report));
        progress.step(report);
        try {
            record.ifPresent(journal -> journal.ended(report));
        } catch (BelayException e) {
            progress.warn("the end of the step " + step + " could not be written to belay.run_step: "
                    + e.problem().what());
        }
    }

    /** The run has ended; its end in the database's journal is written by who has that. */
    void ended(String result, Optional<String> version) {
        file.ifPresent(journal -> journal.ended(result, version));
    }

    /**
     * Notes that a finding was overridden by force.
     *
     * @throws RefusalException with what was found, when there is none
     */
    void refuseUnlessForced(boolean force, String what, List<String> details, String next) {
        if (!force) {
            throw new RefusalException(
                    Problem.of(what, next).withDetails(details).withState("The database is unchanged."));
        }
        audit("forced: " + what + ": " + String.join("; ", details));
    }

    /** Leaves a line in the database's journal for the case that the run is killed; its end takes it away. */
    void note(String line) {
        try {
            record.ifPresent(journal -> journal.note(List.of(line)));
        } catch (BelayException e) {
            progress.detail("not noted: " + line + ": " + e.problem().what());
        }
    }

    /** Notes a use of force, a skip or an allowance. */
    void audit(String line) {
        audit.add(line);
    }

    /** Notes what should be looked at although it is no step's, such as traffic that could not be let in again. */
    void warning(String line) {
        warnings.add(line);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** {@return what the database's journal keeps of the run: what is on record, and the warnings} */
    List<String> trail() {
        return Stream.concat(audit.stream(), warnings.stream()).toList();
    }

    List<StepReport> reports() {
        return List.copyOf(reports);
    }

    /** {@return whether all scripts have been run} */
    boolean allApplied() {
        return reports.stream().anyMatch(report -> report.step() == Step.APPLY && report.result() != Result.FAILED);
    }

    List<String> audit() {
        return List.copyOf(audit);
    }
}
