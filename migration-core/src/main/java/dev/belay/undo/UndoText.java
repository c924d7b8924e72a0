package dev.belay.undo;

import dev.belay.migrate.PreparedScript;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of an undo script: what it is and what it cannot bring back, then its statements.
 *
 * @param up the versioned script
 * @param draft the statements
 * @param trial what became of them
 * @param remarks what cannot come back
 */
record UndoText(PreparedScript up, Draft draft, Trial trial, List<String> remarks) {

    private static final int WIDTH = 116;
    private static final String POINT = "  * ";

    UndoScript script() {
        List<Statement> statements = draft.statements();
        String text = header() + (statements.isEmpty() ? "" : "\n" + draft.text());
        return new UndoScript(up.file(), text, conf(text, statements), statements.size(), trial, remarks);
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
            remarks.forEach(remark -> lines.add(POINT + remark));
        }
        var text = new StringBuilder();
        lines.forEach(line -> wrap(line, text));
        return text.toString();
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

    private static void wrap(String line, StringBuilder text) {
        String indent = line.startsWith(POINT) ? " ".repeat(POINT.length()) : "";
        String rest = line;
        while (rest.length() > WIDTH && rest.lastIndexOf(' ', WIDTH) > indent.length()) {
            int end = rest.lastIndexOf(' ', WIDTH);
            text.append("-- ").append(rest, 0, end).append('\n');
            rest = indent + rest.substring(end + 1);
        }
        text.append(rest.isEmpty() ? "--" : "-- " + rest).append('\n');
    }

    /** Its names and values are final: what looks like a placeholder in them is none. */
    private static Optional<String> conf(String text, List<Statement> statements) {
        var lines = new StringBuilder();
        if (statements.stream().anyMatch(Statement::autocommitOnly)) {
            lines.append("executeInTransaction=false\n");
        }
        if (text.contains("${")) {
            lines.append("placeholderReplacement=false\n");
        }
        return Optional.of(lines.toString()).filter(conf -> !conf.isEmpty());
    }
}
