package dev.belay.parse;

import dev.belay.parse.Token.Kind;
import dev.belay.script.SqlRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds where statements begin and end, as psql does ({@code src/fe_utils/psqlscan.l}): a semicolon ends one, unless it
 * stands inside a string, a comment, parentheses, or the {@code BEGIN ATOMIC ... END} body of a function. Inline data
 * behind {@code COPY ... FROM STDIN} begins on the next line and ends at a line that is {@code \.}, or at the text's end.
 *
 * <p>It never fails. Whatever the text's end cuts off is part of the last statement, for the server to refuse.
 */
final class StatementSplitter {

    /**
     * One statement: offsets into the text, from its first token to behind its last.
     *
     * @param copyData the data that follows, without the closing line
     */
    record Piece(int start, int end, Optional<String> copyData) {}

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Token> unclosed = new ArrayList<>();
    private final List<SqlRange> comments = new ArrayList<>();
    private Lexer lexer;
    private StatementState state = new StatementState();
    /** Behind the inline data that belongs to this line; -1 when this line has none. */
    private int behindData = -1;

    private StatementSplitter(String text) {
        this.text = text;
        this.lexer = new Lexer(text, text.startsWith("\uFEFF") ? 1 : 0, text.length());
    }

    /**
     * What the splitter found.
     *
     * @param unclosed strings, names and comments that the text's end cuts off; at most one each for the text's end and
     *     for a line that COPY's data interrupts
     * @param comments those that are closed, in the order of the text but for those behind a COPY on its line
     */
    record Result(List<Piece> pieces, List<Token> unclosed, List<SqlRange> comments) {}

    static Result split(String text) {
        var splitter = new StatementSplitter(text);
        splitter.run();
        return new Result(List.copyOf(splitter.pieces), List.copyOf(splitter.unclosed), List.copyOf(splitter.comments));
    }

    private void run() {
        while (true) {
            Token token = lexer.next();
            if (token == null) {
                finish(Optional.empty());
                if (behindData < 0) {
                    return;
                }
                lexer = new Lexer(text, behindData, text.length());
                behindData = -1;
            } else if (token.is(';') && state.atTopLevel()) {
                endAt(token);
            } else {
                take(token);
            }
        }
    }

    private void take(Token token) {
        if (!token.closed()) {
            unclosed.add(token);
        }
        // a comment that is not closed has to reach the server, which says so
        if (token.kind() != Kind.COMMENT || !token.closed()) {
            state.add(token);
        } else {
            comments.add(new SqlRange(token.start(), token.end()));
        }
    }

    private void endAt(Token semicolon) {
        if (!state.copiesFromClient()) {
            finish(Optional.empty());
            return;
        }
        // As in psql, what stands on the same line behind the semicolon is run after the data of the following lines.
        if (behindData < 0) {
            int lineEnd = semicolon.end();
            while (lineEnd < text.length() && !Lexer.isLineEnd(text.charAt(lineEnd))) {
                lineEnd++;
            }
            behindData = behindLineEnd(lineEnd);
            lexer = new Lexer(text, semicolon.end(), lineEnd);
        }
        int dataEnd = endOfData(behindData);
        finish(Optional.of(text.substring(behindData, dataEnd)));
        boolean marked = text.startsWith("\\.", dataEnd);
        behindData = marked ? behindLineEnd(dataEnd + 2) : dataEnd;
    }

    private void finish(Optional<String> copyData) {
        if (state.start() >= 0) {
            pieces.add(new Piece(
                    state.start(),
                    state.end(),
                    state.copiesFromClient() ? copyData.or(() -> Optional.of("")) : Optional.empty()));
        }
        state = new StatementState();
    }

    private int endOfData(int from) {
        for (int mark = text.indexOf("\\.", from); mark >= 0; mark = text.indexOf("\\.", mark + 1)) {
            boolean startsLine = mark == from || Lexer.isLineEnd(text.charAt(mark - 1));
            boolean endsLine = mark + 2 == text.length() || Lexer.isLineEnd(text.charAt(mark + 2));
            if (startsLine && endsLine) {
                return mark;
            }
        }
        return text.length();
    }

    private int behindLineEnd(int lineEnd) {
        if (text.startsWith("\r\n", lineEnd)) {
            return lineEnd + 2;
        }
        return Math.min(lineEnd + 1, text.length());
    }
}
