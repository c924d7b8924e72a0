package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.script.ScriptFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pipeline that retries must not repeat the damage.
 *
 * @param goal of the run that is to be refused
 */
record Repetition(DatabaseRequest request, String goal, Safeguards guards, RunSteps steps) {

    /** What to do when scripts are refused that had to be taken back. */
    static final String NEXT = "correct the scripts; or, if the cause was elsewhere, add -Ddb.force=true;"
            + "  mvn db:history -Ddb.runs  tells of that run";

    /**
     * Refuses what the last run did, if that had to be taken back, or was killed while it was.
     *
     * @throws RefusalException unless it is forced
     * @throws HalfTakenBackException when some of it is still applied, unless it is forced
     */
    void refuse(RunDirection.Run run) {
        RunRecord record = run.database().migrations().record();
        String fingerprint = PlanFingerprint.of(run.plan());
        record.killedTakenBack(fingerprint);
        record.takenBack(fingerprint).ifPresent(this::takenBack);
        refuseHalf(run);
    }

    /**
     * Refuses what an upgrade did that was killed while it was taken back, and that is still there in part, or as a whole.
     *
     * @throws HalfTakenBackException unless it is forced
     */
    void refuseHalf(RunDirection.Run run) {
        if (goal.equals("upgrade")) {
            run.database()
                    .migrations()
                    .record()
                    .halfBack()
                    .filter(left -> isSame(left, run))
                    .ifPresent(left -> halfBack(left, run));
        }
    }

    private void takenBack(RunId earlier) {
        if (guards.force()) {
            steps.audit("forced: the same scripts were taken back by run " + earlier);
            return;
        }
        throw new RefusalException(Problem.of(
                        "run " + earlier + " ran these scripts and had to be taken back; they have not changed since",
                        NEXT)
                .withState("The database is unchanged."));
    }

    /** What is left of it and what is pending is what it was to do. */
    private boolean isSame(RunRecord.HalfBack left, RunDirection.Run run) {
        return PlanFingerprint.of(left.before(), left(left, run), run.plan()).equals(left.fingerprint());
    }

    private List<ScriptFile> left(RunRecord.HalfBack left, RunDirection.Run run) {
        Set<String> inForce = run.database().migrations().history().inForce().stream()
                .map(HistoryEntry::script)
                .collect(Collectors.toSet());
        return request.project().scripts().versioned().stream()
                .filter(script -> inForce.contains(script.script()))
                .filter(script -> left.before()
                        .filter(before -> script.name().version().orElseThrow().compareTo(before) <= 0)
                        .isEmpty())
                .toList();
    }

    private void halfBack(RunRecord.HalfBack left, RunDirection.Run run) {
        if (guards.force()) {
            steps.audit("forced: run " + left.run() + " was killed while it took back the same scripts");
            return;
        }
        throw new HalfTakenBackException(left, left(left, run));
    }
}
