package dev.belay.undo;

import dev.belay.difference.CommentBlock;
import dev.belay.difference.Draft;
import dev.belay.migrate.PreparedScript;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of an undo script: what it is and what it cannot bring back, then its statements.
 *
 * @param up the versioned script
 * @param draft the statements
 * @param trial what became of them
 * @param remarks what cannot come back
 */
record UndoText(PreparedScript up, Draft draft, Trial trial, List<String> remarks) {

    UndoScript script() {
        List<Statement> statements = draft.statements();
        String text = header() + (statements.isEmpty() ? "" : "\n" + draft.text());
        return new UndoScript(up.file(), text, draft.conf(text), statements.size(), trial, remarks);
    }

    private String header() {
        var lines = new ArrayList<String>();
        if (!trial.isGood()) {
            lines.add("NOT A COMPLETE WAY BACK. Correct it by hand before anybody relies on it: " + trouble());
            trial.difference().ifPresent(it -> it.lines().forEach(line -> lines.add("  " + line)));
            lines.add("");
        }
        lines.add(
                "Takes back " + up.file().name().fileName() + ". Written by db:undo from the schema before and after it"
                        + (trial.isGood() ? ", and tried: down, compared, up again." : "."));
        if (draft.sql().isEmpty()) {
            lines.add("The schema is the same before and after that script, so that there is nothing to run.");
        }
        if (!remarks.isEmpty()) {
            lines.add("");
            lines.add("What it cannot bring back:");
            remarks.forEach(remark -> lines.add(CommentBlock.POINT + remark));
        }
        return CommentBlock.of(lines);
    }

    private String trouble() {
        return switch (trial.verdict()) {
            case EXACT, COLUMN_ORDER -> "";
            case DIFFERS -> "the schema differs from what it was.";
            case NOT_UP_AGAIN -> "the versioned script does not run again afterwards.";
            case LOSES_ROWS -> "it drops columns that hold rows.";
            case FAILS -> "it fails.";
        };
    }
}
