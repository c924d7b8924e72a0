package dev.belay.parse;

import dev.belay.script.Position;
import dev.belay.script.Span;
import dev.belay.script.SqlRange;
import dev.belay.script.Statement;
import java.util.Comparator;
import java.util.List;

/** A script's text, read: its statements, and what is wrong with it as a text. */
public final class ParsedScript {

    /**
     * Something that no server will accept, seen without one: a string, name or comment that is not closed, or a NUL.
     * The statements are there nevertheless.
     *
     * @param at where it begins in the file
     * @param what one sentence for a person
     */
    public record Defect(Position at, String what) {}

    private final List<Statement> statements;
    private final List<Defect> defects;
    private final List<SqlRange> comments;
    private final int[] starts;
    private final ReplacedText replaced;
    private final LineIndex lines;

    /**
     * @param comments in {@code replaced}
     * @param starts where each statement starts in {@code replaced}
     */
    ParsedScript(
            List<Statement> statements,
            List<Defect> defects,
            List<SqlRange> comments,
            int[] starts,
            ReplacedText replaced,
            LineIndex lines) {
        this.statements = List.copyOf(statements);
        this.defects = List.copyOf(defects);
        this.comments = List.copyOf(comments);
        this.starts = starts;
        this.replaced = replaced;
        this.lines = lines;
    }

    /** {@return all statements in the order of the file, numbered from 1} */
    public List<Statement> statements() {
        return statements;
    }

    /** {@return what is wrong with the text, in the order of the file; mostly empty} */
    public List<Defect> defects() {
        return defects;
    }

    /**
     * {@return where the comments are, before, inside and behind statements, in the order of the file} What looks like one
     * inside a string or a dollar quote, or in the data of a COPY, is none.
     */
    public List<Span> comments() {
        return comments.stream()
                .sorted(Comparator.comparingInt(SqlRange::start))
                .map(comment -> new Span(
                        lines.position(replaced.originalStart(comment.start())),
                        lines.position(replaced.originalEnd(comment.end()))))
                .toList();
    }

    /**
     * Where in the file a server's error is.
     *
     * @param statement one of {@link #statements()}
     * @param character what the server says: characters (not UTF-16 units) of {@link Statement#sql()}, from 1
     * @return the place; that of the last character when {@code character} lies beyond the statement
     */
    public Position place(Statement statement, int character) {
        String sql = statement.sql();
        int wanted = Math.max(0, Math.min(character - 1, sql.codePointCount(0, sql.length()) - 1));
        int offset = starts[statement.number() - 1] + sql.offsetByCodePoints(0, wanted);
        return lines.position(replaced.originalStart(offset));
    }

    /**
     * Where in the file a part of a statement is.
     *
     * @param statement one of {@link #statements()}
     */
    public Span span(Statement statement, SqlRange part) {
        int start = starts[statement.number() - 1];
        return new Span(
                lines.position(replaced.originalStart(start + part.start())),
                lines.position(replaced.originalEnd(start + part.end())));
    }
}
