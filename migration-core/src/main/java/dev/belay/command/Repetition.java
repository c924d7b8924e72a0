package dev.belay.command;

import dev.belay.migrate.RunRecord;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunId;
import java.util.Optional;

/** A pipeline that retries must not repeat the damage. */
final class Repetition {

    private Repetition() {}

    /**
     * Refuses what the last run did, if that had to be taken back.
     *
     * @param fingerprint of what is going to be done
     * @throws RefusalException unless it is forced
     */
    static void refuse(RunRecord record, String fingerprint, Safeguards guards, RunSteps steps) {
        Optional<RunId> earlier = record.takenBack(fingerprint);
        if (earlier.isEmpty()) {
            return;
        }
        if (guards.force()) {
            steps.audit("forced: the same scripts were taken back by run " + earlier.get());
            return;
        }
        throw new RefusalException(Problem.of(
                        "run " + earlier.get() + " ran these scripts and had to be taken back; they have not changed"
                                + " since",
                        "correct the scripts; or, if the cause was elsewhere, add -Ddb.force=true;"
                                + "  mvn db:history -Ddb.runs  tells of that run")
                .withState("The database is unchanged."));
    }
}
