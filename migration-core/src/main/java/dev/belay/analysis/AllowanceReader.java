package dev.belay.analysis;

import dev.belay.script.Span;
import dev.belay.script.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds a script's allowances and the statement that each belongs to: the one below it, and no other. One that stands in
 * a statement, before its semicolon, or behind the semicolon at the end of its line belongs to that statement.
 */
final class AllowanceReader {

    private final ScriptReading reading;
    private final List<Statement> statements;
    private final List<Span> comments;
    private final Collection<String> rules;

    private AllowanceReader(ScriptReading reading, Collection<String> rules) {
        this.reading = reading;
        this.statements = reading.parsed().statements();
        this.comments = reading.parsed().comments();
        this.rules = rules;
    }

    /** {@return the allowances of a script, in its order} */
    static List<Allowance> read(ScriptReading reading, Collection<String> rules) {
        var reader = new AllowanceReader(reading, rules);
        return reader.comments.stream()
                .flatMap(comment -> reader.allowance(comment).stream())
                .toList();
    }

    private Optional<Allowance> allowance(Span comment) {
        String source = comment.of(reading.text());
        return AllowanceText.read(source, rules).map(says -> {
            int before = startedBefore(comment);
            return new Allowance(reading, comment, source, owner(comment, before), before == 0, says);
        });
    }

    /** {@return how many statements begin before the comment} */
    private int startedBefore(Span comment) {
        return (int) statements.stream()
                .filter(statement ->
                        statement.span().start().offset() < comment.start().offset())
                .count();
    }

    private Optional<Integer> owner(Span comment, int before) {
        if (before > 0 && belongsTo(statements.get(before - 1), comment, before)) {
            return Optional.of(before);
        }
        return before < statements.size() ? Optional.of(before + 1) : Optional.empty();
    }

    private boolean belongsTo(Statement statement, Span comment, int before) {
        int end = statement.span().end().offset();
        if (comment.start().offset() < end) {
            return true;
        }
        String gap = withoutComments(end, comment.start().offset());
        int semicolon = gap.lastIndexOf(';');
        if (semicolon < 0) {
            return true;
        }
        boolean nextOnThisLine = before < statements.size()
                && statements.get(before).span().start().line() == comment.end().line();
        return !nextOnThisLine && gap.substring(semicolon).chars().noneMatch(c -> c == '\n' || c == '\r');
    }

    /** A semicolon in a comment ends no statement. */
    private String withoutComments(int from, int to) {
        var gap = new StringBuilder();
        int at = from;
        for (Span other : comments) {
            if (other.start().offset() >= from && other.end().offset() <= to) {
                gap.append(reading.text(), at, other.start().offset());
                at = other.end().offset();
            }
        }
        return gap.append(reading.text(), at, to).toString();
    }
}
