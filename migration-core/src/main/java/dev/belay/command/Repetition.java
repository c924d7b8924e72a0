package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pipeline that retries must not repeat the damage.
 *
 * @param record of the run that is to be refused
 */
record Repetition(DatabaseRequest request, RunRecord record, Safeguards guards, RunSteps steps) {

    /**
     * Refuses what the last run did, if that had to be taken back, or was killed while it was.
     *
     * @param fingerprint of what is going to be done
     * @throws RefusalException unless it is forced
     */
    void refuse(RunDirection.Run run, String fingerprint) {
        record.killedTakenBack(fingerprint);
        record.takenBack(fingerprint).ifPresent(this::takenBack);
        record.halfBack().filter(left -> isSame(left, run)).ifPresent(left -> halfBack(left, run));
    }

    private void takenBack(RunId earlier) {
        if (guards.force()) {
            steps.audit("forced: the same scripts were taken back by run " + earlier);
            return;
        }
        throw new RefusalException(Problem.of(
                        "run " + earlier + " ran these scripts and had to be taken back; they have not changed since",
                        "correct the scripts; or, if the cause was elsewhere, add -Ddb.force=true;"
                                + "  mvn db:history -Ddb.runs  tells of that run")
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
        String stay = left(left, run).stream().map(ScriptFile::script).collect(Collectors.joining(", "));
        String before = left.before().map(Version::toString).orElse("base");
        throw new RefusalException(Problem.of(
                        "run " + left.run() + " ran these scripts and was killed while it took them back; they have not"
                                + " changed since, and of them " + stay + " is still applied",
                        "finish its way back:  mvn db:downgrade -Ddb.target=" + before
                                + "  ; or correct the scripts that are pending; or, if the cause was elsewhere, add"
                                + " -Ddb.force=true;  mvn db:history -Ddb.runs  tells of that run")
                .withState("The database is unchanged."));
    }
}
