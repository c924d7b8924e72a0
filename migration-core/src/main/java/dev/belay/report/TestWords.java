package dev.belay.report;

import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;

/** What a test of undo scripts has found, in words. */
final class TestWords {

    private TestWords() {}

    /** {@return the result, as a count can stand before it} */
    static String of(Result result) {
        return switch (result) {
            case EXACT -> "exact";
            case COLUMN_ORDER -> "equal but for column order";
            case DIFFERS -> "differ";
            case UNDO_FAILS -> "undo fails";
            case NOT_AGAIN -> "not again";
            case NO_UNDO -> "no undo";
            case UP_FAILS -> "up fails";
            case NOT_TESTED -> "not tested";
        };
    }

    /** {@return what became of a script, in one line} */
    static String of(TestedScript script) {
        return switch (script.result()) {
            case EXACT -> "is undone exactly" + rows(script, "but");
            case COLUMN_ORDER -> "is undone but for the order of columns" + rows(script, "but");
            case DIFFERS -> "the schema differs after its undo script" + again(script) + rows(script, "and");
            case UNDO_FAILS -> "its undo script fails";
            case NOT_AGAIN ->
                "does not run again after its undo script, or not to the same schema" + rows(script, "and");
            case NO_UNDO -> "has no undo script";
            case UP_FAILS -> "does not run";
            case NOT_TESTED -> "was not tested: a script before it does not run";
        };
    }

    /** {@return what became of a stretch of scripts, in one line} */
    static String of(Chain chain) {
        if (!chain.failure().isEmpty()) {
            return "a script fails on the way";
        }
        if (chain.differences().isEmpty()) {
            return chain.again().isEmpty() ? "exact" : "the schema differs at the top";
        }
        return chain.columnOrderOnly() ? "equal but for column order" : "the schema differs at the bottom";
    }

    private static String again(TestedScript script) {
        return script.notAgain().isEmpty() ? "" : ", and it does not run again";
    }

    private static String rows(TestedScript script, String joined) {
        return script.rowsLost().isEmpty() ? "" : ", " + joined + " rows are lost";
    }
}
