package dev.belay.command;

import dev.belay.analysis.ConcernedTables;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport.Step;
import dev.belay.preflight.Condition;
import dev.belay.preflight.Preflight;
import dev.belay.preflight.PreflightReport;
import dev.belay.preflight.PreflightRequest;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.util.Optional;
import java.util.Set;

/** Step 1: what could make a later one fail or wait. */
record PreflightStep(Safeguards guards, RunSteps steps, DatabaseRequest database) {

    void take(PreviewPlan plan, Connection eyes, RunId run) {
        steps.take(Step.PREFLIGHT, () -> {
            PreflightReport report = Preflight.look(
                    eyes,
                    new PreflightRequest(
                            guards.backup().isPresent(),
                            guards.backup().isPresent() && guards.onFailure() == Safeguards.WayOut.ROLLBACK,
                            guards.backup().map(Safeguards.Backing::dir),
                            tables(plan),
                            guards.maxReplicaLag(),
                            PreflightRequest.LONG_TRANSACTION,
                            run));
            Optional<Problem> problem = report.problem();
            if (problem.isPresent()) {
                throw new RefusalException(problem.get());
            }
            return RunSteps.Ended.warned(
                    report,
                    report.words(),
                    report.warnings().stream().map(Condition::toString).toList());
        });
    }

    private Set<QualifiedName> tables(PreviewPlan plan) {
        MigrationProject project = database.project();
        return ConcernedTables.of(plan.steps().stream()
                .flatMap(step -> project.scripts().script(step.script()).stream())
                .flatMap(script -> project.read(script).statements().stream())
                .toList());
    }
}
