package dev.belay.maven;

import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport;
import dev.belay.outcome.TargetInfo;
import java.util.List;
import java.util.Optional;

/** What one execution of a goal has been seen to do, for the report of its failure. Used by the goal's own thread. */
final class RunWitness {

    private TargetInfo target;
    private RunId run;
    private boolean started;
    private List<String> scripts = List.of();
    private RunReport report;

    void opened(TargetInfo newTarget, RunId newRun) {
        target = newTarget;
        run = newRun;
    }

    void scriptStarted() {
        started = true;
    }

    /** @param stay what the failed run had done, and what stays so */
    void stopped(List<String> stay) {
        scripts = List.copyOf(stay);
    }

    void ended(RunReport newReport) {
        report = newReport;
    }

    /** {@return the whole story; empty of a run without safeguards, and before it has ended} */
    Optional<RunReport> report() {
        return Optional.ofNullable(report);
    }

    /** {@return the database; empty when none was reached} */
    Optional<TargetInfo> target() {
        return Optional.ofNullable(target);
    }

    /** {@return the run's name; empty when no database was reached} */
    Optional<RunId> run() {
        return Optional.ofNullable(run);
    }

    /** {@return whether any script has begun to run} */
    boolean hasStarted() {
        return started;
    }

    /** {@return what the failed run had applied, or undone, and what stays so} */
    List<String> scripts() {
        return scripts;
    }
}
