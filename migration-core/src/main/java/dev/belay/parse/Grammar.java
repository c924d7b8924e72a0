package dev.belay.parse;

import dev.belay.script.InnerStatement;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.pgcodekeeper.core.parsers.antlr.base.AntlrParser;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLLexer;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;

/**
 * Says what a statement does. What its words say surely is read from them; for the rest pgCodeKeeper's grammar is asked,
 * with one statement at a time, so that a statement which it does not know hides no other. No type of the grammar
 * leaves this package.
 */
public final class Grammar {

    /** A larger text costs the grammar seconds, and holds data rather than definitions. In UTF-16 units. */
    private static final int LONGEST = 1_000_000;

    /** The grammar needs stack, and time that grows faster than the text, for each level of parentheses. */
    private static final int DEEPEST = 100;

    private Grammar() {}

    /**
     * Says what a statement does. It never fails: what cannot be read is {@link StatementKind.Opaque} with the reason.
     *
     * @param statement of any size and depth
     */
    public static StatementKind kindOf(Statement statement) {
        return kindOf(statement.sql());
    }

    static StatementKind kindOf(String sql) {
        return new KeywordReader(sql).read().orElseGet(() -> byGrammar(sql));
    }

    /**
     * Says what stands in the code of a DO block or of a function that a statement creates; a function's code runs only
     * when somebody calls it.
     *
     * @return in the order of the code, without a trailing {@code INTO variables}; empty for other statements and for an SQL-standard body; one opaque statement in
     *     place of code that cannot be read
     */
    public static List<InnerStatement> inside(Statement statement) {
        StatementKind kind = kindOf(statement);
        if (kind instanceof StatementKind.DoBlock block) {
            return CodeReader.read(statement.sql(), block.body(), block.language());
        }
        if (kind instanceof StatementKind.CreateFunction function) {
            return function.body()
                    .map(body -> CodeReader.read(
                            statement.sql(), body, function.language().orElse("sql")))
                    .orElse(List.of());
        }
        return List.of();
    }

    private static StatementKind byGrammar(String sql) {
        Parsed<SQLParser.SqlContext> parsed = parse(sql, SQLParser::sql);
        return parsed.root().map(new TreeReader(sql)::kind).orElseGet(() -> opaque(sql, parsed.reason()));
    }

    /**
     * What the grammar makes of a text.
     *
     * @param root empty when it cannot be read
     * @param reason why it cannot be read
     */
    record Parsed<T>(Optional<T> root, String reason) {}

    static <T> Parsed<T> parse(String sql, Function<SQLParser, T> rule) {
        Optional<String> obstacle = obstacle(sql);
        if (obstacle.isPresent()) {
            return new Parsed<>(Optional.empty(), obstacle.get());
        }
        try {
            Parsed<T> quick = parse(sql, rule, PredictionMode.SLL);
            // what the quick way cannot read the thorough one may (ANTLR's documentation of PredictionMode)
            return quick.root().isPresent() ? quick : parse(sql, rule, PredictionMode.LL);
        } catch (StackOverflowError e) {
            return new Parsed<>(Optional.empty(), "it is nested too deeply to be read");
        }
    }

    private static <T> Parsed<T> parse(String sql, Function<SQLParser, T> rule, PredictionMode mode) {
        var errors = new ArrayList<String>();
        SQLParser parser = parser(sql, errors);
        parser.getInterpreter().setPredictionMode(mode);
        T root = rule.apply(parser);
        return errors.isEmpty() ? new Parsed<>(Optional.of(root), "") : new Parsed<>(Optional.empty(), errors.get(0));
    }

    private static StatementKind opaque(String sql, String reason) {
        return AlterTableReader.read(sql).orElseGet(() -> new StatementKind.Opaque(reason));
    }

    private static Optional<String> obstacle(String sql) {
        if (sql.length() > LONGEST) {
            return Optional.of("it is longer than " + LONGEST + " characters");
        }
        var lexer = new Lexer(sql);
        int depth = 0;
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            depth += token.is('(') || token.is('[') || token.is("case") ? 1 : 0;
            depth -= token.is(')') || token.is(']') || token.is("end") ? 1 : 0;
            if (depth > DEEPEST) {
                return Optional.of("it is nested more than " + DEEPEST + " levels deep");
            }
        }
        return Optional.empty();
    }

    private static SQLParser parser(String sql, List<String> errors) {
        SQLParser parser = AntlrParser.createSQLParser(EscapeStrings.plain(sql), "statement", new ArrayList<>());
        var listener = new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException e) {
                errors.add("the grammar does not know it (" + message + ")");
            }
        };
        // the library's own listener would write each error into the user's log
        parser.removeErrorListeners();
        parser.addErrorListener(listener);
        var lexer = (SQLLexer) ((CommonTokenStream) parser.getTokenStream()).getTokenSource();
        lexer.removeErrorListeners();
        lexer.addErrorListener(listener);
        return parser;
    }
}
