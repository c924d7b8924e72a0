package dev.belay.outcome;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a script and its undo script.
 *
 * @param script as the history names it
 * @param undo its undo script; empty when there is none
 * @param result in a word
 * @param differences how the schema after the undo script differs from the one before the script, a line each; lines of a
 *     definition are indented
 * @param failure what the server refused, the place first, and what it said to that; empty when it refused nothing on the
 *     first way up and down
 * @param notAgain why the script does not run again after its undo script, or how it makes another schema then; a line
 *     each
 * @param rowsLost what of the seed files' rows is gone after up and down, by table and column, a line each
 * @param duration of all of that
 */
public record TestedScript(
        String script,
        Optional<String> undo,
        Result result,
        List<String> differences,
        List<String> failure,
        List<String> notAgain,
        List<String> rowsLost,
        Duration duration) {

    public TestedScript {
        differences = List.copyOf(differences);
        failure = List.copyOf(failure);
        notAgain = List.copyOf(notAgain);
        rowsLost = List.copyOf(rowsLost);
    }

    /** What became of it, in a word. */
    public enum Result {
        /** The schema comes back. */
        EXACT,
        /** It comes back but for the order of columns. */
        COLUMN_ORDER,
        /** It does not. */
        DIFFERS,
        /** The undo script does not run. */
        UNDO_FAILS,
        /** The schema comes back, but the script does not run again. */
        NOT_AGAIN,
        /** There is no undo script. */
        NO_UNDO,
        /** The script does not run. */
        UP_FAILS,
        /** A script before it does not run. */
        NOT_TESTED
    }

    /** {@return all that is wrong with it} */
    public Set<TestFlaw> flaws() {
        var flaws = EnumSet.noneOf(TestFlaw.class);
        switch (result) {
            case COLUMN_ORDER -> flaws.add(TestFlaw.COLUMN_ORDER);
            case DIFFERS -> flaws.add(TestFlaw.DIFFERS);
            case UNDO_FAILS -> flaws.add(TestFlaw.UNDO_FAILS);
            case NO_UNDO -> flaws.add(TestFlaw.NO_UNDO);
            case UP_FAILS -> flaws.add(TestFlaw.UP_FAILS);
            case EXACT, NOT_AGAIN, NOT_TESTED -> {
                // said by the lines below, or nothing to say
            }
        }
        if (!notAgain.isEmpty()) {
            flaws.add(TestFlaw.NOT_AGAIN);
        }
        if (!rowsLost.isEmpty()) {
            flaws.add(TestFlaw.ROWS_LOST);
        }
        return flaws;
    }
}
