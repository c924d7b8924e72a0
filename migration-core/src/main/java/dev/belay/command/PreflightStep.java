package dev.belay.command;

import dev.belay.analysis.ConcernedTables;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.TableCounters;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.migrate.KilledRun;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.StepReport.Step;
import dev.belay.preflight.Condition;
import dev.belay.preflight.Preflight;
import dev.belay.preflight.PreflightReport;
import dev.belay.preflight.PreflightRequest;
import dev.belay.preflight.PreflightRequest.Copy;
import dev.belay.preflight.PreflightRequest.Dump;
import dev.belay.preflight.PreflightRequest.Restore;
import dev.belay.script.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Step 1: what could make a later one fail or wait. */
record PreflightStep(Safeguards guards, RunSteps steps, DatabaseRequest database) {

    /** @param kind what the plan's scripts are, such as {@code pending} */
    void take(PreviewPlan plan, String kind, Connection eyes, OpenDatabase open) {
        steps.take(Step.PREFLIGHT, () -> {
            PreflightReport report = Preflight.look(eyes, request(plan, open, eyes));
            Optional<Problem> problem = report.problem();
            if (problem.isPresent()) {
                throw new RefusalException(problem.get());
            }
            return RunSteps.Ended.warned(
                    report,
                    PlanWords.of(plan, kind) + (report.isEmpty() ? "" : "; " + report.words()),
                    report.warnings().stream().map(Condition::toString).toList());
        });
    }

    private PreflightRequest request(PreviewPlan plan, OpenDatabase open, Connection eyes) {
        Optional<BackupMethod> method = new BackupStep(guards, steps, database).method(plan, open);
        return new PreflightRequest(
                dump(method),
                restore(method),
                copies(method, eyes),
                guards.backup().map(Safeguards.Backing::dir),
                tables(plan),
                guards.maxReplicaLag(),
                PreflightRequest.LONG_TRANSACTION,
                open.killed().stream().map(KilledRun::describe).toList(),
                open.run());
    }

    /** A rehearsal that has no dump to restore needs one of the schema. */
    private Dump dump(Optional<BackupMethod> method) {
        if (method.filter(BackupMethod.PG_DUMP::equals).isPresent()) {
            return Dump.ALL;
        }
        return guards.rehearsal().isPresent() ? Dump.SCHEMA : Dump.NOTHING;
    }

    /** What a command of the user's has made, nobody but the user brings back. */
    private Restore restore(Optional<BackupMethod> method) {
        if (guards.onFailure() != WayOut.ROLLBACK && guards.onInvalid() != WayOut.ROLLBACK) {
            return Restore.NOTHING;
        }
        return method.map(how -> switch (how) {
                    case PG_DUMP -> Restore.DUMP;
                    case TEMPLATE -> Restore.COPY;
                    case AUTO, COMMAND, NONE -> Restore.NOTHING;
                })
                .orElse(Restore.NOTHING);
    }

    /** A rehearsal makes its copy beside the database only of a dump with its rows. */
    private Set<Copy> copies(Optional<BackupMethod> method, Connection eyes) {
        var copies = EnumSet.noneOf(Copy.class);
        method.filter(BackupMethod.TEMPLATE::equals).ifPresent(by -> copies.add(Copy.BACKUP));
        Optional<Rehearsing> beside = guards.rehearsal()
                .filter(asked -> asked.mode() == Mode.SAME_SERVER
                        && method.filter(BackupMethod.PG_DUMP::equals).isPresent());
        try {
            if (beside.isPresent() && RehearsedRows.fit(beside.get(), TableCounters.read(eyes))) {
                copies.add(Copy.REHEARSAL);
            }
        } catch (SQLException e) {
            throw Unanswered.by(e);
        }
        return copies;
    }

    private Set<QualifiedName> tables(PreviewPlan plan) {
        MigrationProject project = database.project();
        return ConcernedTables.of(plan.steps().stream()
                .flatMap(step -> project.scripts().script(step.script()).stream())
                .flatMap(script -> project.read(script).statements().stream())
                .toList());
    }
}
