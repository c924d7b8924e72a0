package dev.belay.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a database is what its history says, and holds what it should.
 *
 * @param target the database
 * @param version empty when nothing is applied
 * @param history where history and scripts do not agree, a line each
 * @param drift how the live schema differs from the replayed one, a line each; lines of a definition are indented
 * @param notCompared why the schema was not compared; empty when it was
 * @param driftSql what leads from one schema to the other; empty when they are equal
 * @param driftSqlMissing why there is none although they differ; empty when there is
 * @param unsound indexes that are not valid, constraints that are not validated, triggers that are switched off
 * @param foreignKeys those with rows that have no parent
 * @param foreignKeysNotChecked those for which the time was too short
 * @param assertions of the user, those that do not hold
 * @param assertionFiles how many files of assertions there are
 * @param duration of all of it
 */
public record ValidateOutcome(
        TargetInfo target,
        Optional<String> version,
        List<String> history,
        List<String> drift,
        Optional<String> notCompared,
        List<DriftScript> driftSql,
        Optional<String> driftSqlMissing,
        List<String> unsound,
        List<String> foreignKeys,
        List<String> foreignKeysNotChecked,
        List<String> assertions,
        int assertionFiles,
        Duration duration) {

    /** {@return whether all of it is well} */
    public boolean valid() {
        return history.isEmpty()
                && drift.isEmpty()
                && unsound.isEmpty()
                && foreignKeys.isEmpty()
                && assertions.isEmpty();
    }
}
