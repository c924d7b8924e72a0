package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.List;

/**
 * A script that ran without a transaction when its run was killed has left something half done: nothing runs until
 * someone has looked.
 */
final class InterruptedScripts {

    private InterruptedScripts() {}

    /**
     * Refuses to go on over such a script.
     *
     * @throws RefusalException saying which statements were done, which was at work, and how to go on
     */
    static void refuse(Ledger ledger, HistoryState history) {
        for (StepJournal.Interrupted interrupted : ledger.interrupted()) {
            if (isApplied(interrupted, history)) {
                ledger.settle(interrupted);
            } else {
                throw new RefusalException(problem(interrupted, ledger.invalidIndexes()));
            }
        }
    }

    /**
     * Takes back what they have left where that were only indexes.
     *
     * @return what was done, a line for each script
     */
    static List<String> takeBack(BoundProject bound, HistoryState history) {
        Ledger ledger = bound.ledger();
        ScriptPreparer preparer = bound.preparer();
        var lines = new ArrayList<String>();
        for (StepJournal.Interrupted interrupted : ledger.interrupted()) {
            if (isApplied(interrupted, history)) {
                ledger.settle(interrupted);
                continue;
            }
            bound.project()
                    .catalog()
                    .find(interrupted.script())
                    .map(preparer::prepare)
                    .filter(script -> script.text().hashCode() == interrupted.checksum())
                    .flatMap(script -> ledger.takeBack(
                            interrupted, script.statements(), bound.where().schema()))
                    .ifPresent(indexes -> lines.add(interrupted.script() + " begins anew"
                            + (indexes.isEmpty() ? "" : ", without " + String.join(", ", indexes))));
        }
        return lines;
    }

    /**
     * Writes of a script that was stopped in one of its statements what is written of one whose run was killed there.
     *
     * @param statement the number of the one that was stopped
     */
    static void leave(Ledger ledger, PreparedScript script, int statement, String historyTable) {
        String name = script.file().script();
        ledger.scriptStarted(
                name,
                script.text().hashCode(),
                script.statements().stream().map(FailureReport::line).toList());
        ledger.statementsDone(name, statement - 1);
        ledger.own().write((connection, own) -> FailedRows.remove(connection, historyTable, name));
    }

    /** {@return whether it was killed behind the history row, and before the journal} */
    static boolean isApplied(StepJournal.Interrupted interrupted, HistoryState history) {
        return interrupted.done() == interrupted.statements().size()
                && history.entries().stream()
                        .anyMatch(entry -> entry.script().equals(interrupted.script())
                                && (entry.state() == HistoryEntry.State.APPLIED
                                        || entry.state() == HistoryEntry.State.OUT_OF_ORDER));
    }

    private static Problem problem(StepJournal.Interrupted interrupted, List<String> invalidIndexes) {
        List<String> all = interrupted.statements();
        int done = Math.min(interrupted.done(), all.size());
        var details = new ArrayList<String>();
        if (done > 0) {
            details.add("done (" + done + " of " + all.size() + " statements):");
            all.subList(0, done).forEach(line -> details.add("  " + line));
        }
        if (done < all.size()) {
            details.add("at work when the run was killed; it may have ended or not:");
            details.add("  " + all.get(done));
        }
        if (done + 1 < all.size()) {
            details.add("not run:");
            all.subList(done + 1, all.size()).forEach(line -> details.add("  " + line));
        }
        details.addAll(InvalidIndexes.lines(invalidIndexes));
        return Problem.of(
                        "run " + interrupted.run() + " was killed while " + interrupted.script()
                                + " ran without a transaction",
                        "look at what it has left, and undo that by hand; then let the script run from its first"
                                + " statement with  DELETE FROM belay.step WHERE run = '" + interrupted.run() + "';")
                .withDetails(details)
                .withState("The database is unchanged by this run.");
    }
}
