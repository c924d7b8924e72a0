package dev.belay.generate;

import dev.belay.difference.CommentBlock;
import dev.belay.difference.Draft;
import dev.belay.generate.Generated.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a versioned script.
 *
 * @param phase what it does
 * @param draft its statements
 * @param leftOut what stands in it as comments: in the first script only
 * @param candidates what could be renames
 */
record GeneratedText(Phase phase, Draft draft, List<Loss> leftOut, List<Rename> candidates) {

    String text() {
        var text = new StringBuilder(header());
        text.append('\n').append(draft.text());
        if (!leftOut.isEmpty()) {
            text.append('\n').append(leftOutText());
        }
        return text.toString();
    }

    private String header() {
        var lines = new ArrayList<String>();
        lines.add(
                "Written by db:generate from the difference to the wanted schema, and tried: up, compared, down, compared,"
                        + " up again. Read it before it is yours: only names and types were compared, not what rows mean.");
        switch (phase) {
            case VALUES ->
                lines.add("New values of enums. PostgreSQL lets nobody use one in the transaction that adds it.");
            case CHANGES -> {}
            case ROWS ->
                lines.add("This writes rows that have no value, all in one transaction that locks each of them until it"
                        + " ends. Where they are many, write it in batches instead.");
            case CHECKS -> lines.add("Checks are added NOT VALID, which takes a moment and reads no rows.");
            case INDEXES ->
                lines.add(
                        "Indexes, CONCURRENTLY: nobody is blocked, and none of these statements can run in a transaction.");
            case VALIDATION ->
                lines.add("What was added NOT VALID is validated here, which reads the rows and blocks"
                        + " nobody; then come those changes that rely on it.");
            case REFERENCES ->
                lines.add("Foreign keys are validated that had to wait for the keys that they refer to.");
        }
        return CommentBlock.of(lines);
    }

    private String leftOutText() {
        var lines = new ArrayList<String>();
        lines.add("LEFT OUT, since it loses what nobody can bring back; db.destructive=true writes it. It would lose:");
        leftOut.stream().map(Loss::what).distinct().forEach(what -> lines.add(CommentBlock.POINT + what));
        if (!candidates.isEmpty()) {
            lines.add("Where it is only another name, say so, and what is in it stays:");
            candidates.forEach(rename -> lines.add(CommentBlock.POINT + "db.renames=" + rename.hint()));
        }
        var text = new StringBuilder(CommentBlock.of(lines));
        leftOut.forEach(loss -> text.append("--\n").append(commented(loss.sql() + ";")));
        return text.toString();
    }

    private static String commented(String sql) {
        var text = new StringBuilder();
        sql.lines().forEach(line -> text.append("--     ").append(line).append('\n'));
        return text.toString();
    }
}
