package dev.belay.parse;

import dev.belay.parse.ParsedScript.Defect;
import dev.belay.script.Span;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From a script's text to its statements. */
public final class ScriptReader {

    private ScriptReader() {}

    /**
     * Reads the statements of a script.
     *
     * @param scriptName the script's name or path, for messages
     * @param text the text as it is in the file; a byte order mark at its start is passed over
     * @param placeholders what to replace before the text is split
     * @return the statements, empty ones left out, with the positions that they have in {@code text}
     * @throws dev.belay.outcome.RefusalException when a placeholder has no value
     */
    public static List<Statement> read(String scriptName, String text, Placeholders placeholders) {
        return parse(scriptName, text, placeholders).statements();
    }

    /** As {@link #read}, with what is wrong with the text and with places inside statements. */
    public static ParsedScript parse(String scriptName, String text, Placeholders placeholders) {
        var lines = new LineIndex(text);
        var replaced = new ReplacedText(scriptName, text, lines, placeholders);
        var split = StatementSplitter.split(replaced.text());
        var statements = new ArrayList<Statement>();
        int[] starts = new int[split.pieces().size()];
        for (StatementSplitter.Piece piece : split.pieces()) {
            var span = new Span(
                    lines.position(replaced.originalStart(piece.start())),
                    lines.position(replaced.originalEnd(piece.end())));
            String source = span.of(text);
            // one string for both where nothing was replaced: a run holds the statements of all its scripts
            String sql = replaced.unchanged() ? source : replaced.text().substring(piece.start(), piece.end());
            starts[statements.size()] = piece.start();
            statements.add(new Statement(
                    statements.size() + 1, span, source, sql, AutocommitOnly.test(sql), piece.copyData()));
        }
        return new ParsedScript(
                statements, defects(split.unclosed(), replaced, lines), split.comments(), starts, replaced, lines);
    }

    private static List<Defect> defects(List<Token> unclosed, ReplacedText replaced, LineIndex lines) {
        var defects = new ArrayList<Defect>();
        for (Token token : unclosed) {
            defects.add(new Defect(lines.position(replaced.originalStart(token.start())), notClosed(token)));
        }
        int nul = replaced.text().indexOf('\0');
        if (nul >= 0) {
            defects.add(new Defect(
                    lines.position(replaced.originalStart(nul)), "a NUL character, which PostgreSQL does not take"));
        }
        defects.sort(Comparator.comparingInt(defect -> defect.at().offset()));
        return defects;
    }

    private static String notClosed(Token token) {
        String what = switch (token.kind()) {
            case COMMENT -> "a comment";
            case QUOTED_NAME -> "a quoted name";
            default -> token.written().startsWith("$") ? "a dollar-quoted string" : "a string";
        };
        return what + " begins here and is not closed";
    }
}
