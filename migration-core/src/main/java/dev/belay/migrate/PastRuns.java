package dev.belay.migrate;

import dev.belay.outcome.CurrentOutcome.LastRun;
import dev.belay.outcome.PastRun;
import dev.belay.outcome.RunId;
import java.util.List;
import java.util.Optional;

/** The runs of Belay that changed a history, or were to, as the schema {@code belay} has them. */
public final class PastRuns {

    private final Ledger ledger;

    PastRuns(Ledger ledger) {
        this.ledger = ledger;
    }

    /** {@return the last one that changed the history} */
    public Optional<LastRun> last() {
        return ledger.lastRun();
    }

    /** {@return the last one that moved the history, if it was of that goal, and nobody has seen what it left hold} */
    public Optional<RunId> leftInvalid(String goal) {
        return ledger.leftInvalid(goal);
    }

    /** Notes that what such a one has left was seen to hold. */
    public void holds(RunId left) {
        ledger.holds(left);
    }

    /** {@return all of them, the newest first} */
    public List<PastRun> all() {
        return ledger.runs();
    }

    /** {@return those that were killed, and that no run has tidied up behind; the caller holds the run lock} */
    public List<KilledRun> killed() {
        return ledger.killed();
    }

    /** {@return those that were killed, and that no run has tidied up behind, as it looks to one that holds no lock} */
    public List<KilledRun> interrupted() {
        return ledger.interruptedRuns();
    }

    /** Notes what became of what a killed run has left. */
    public void seen(KilledRun killed, String line) {
        ledger.seen(killed, line);
    }

    /** Notes the same of one that had put its backup in the place of the database: it ended as one that was restored. */
    public void seenRestored(KilledRun killed, String line) {
        ledger.seenRestored(killed, line);
    }
}
