package dev.belay.parse;

import dev.belay.script.InnerStatement;
import dev.belay.script.SqlRange;
import dev.belay.script.StatementKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;

/** Finds the statements inside code in PL/pgSQL or SQL. */
final class CodeReader {

    private static final String BUILT = "it is built while the code runs";

    private final String sql;
    private final SqlRange code;
    private final TreeText text;
    private final List<InnerStatement> found = new ArrayList<>();

    private CodeReader(String sql, SqlRange code) {
        this.sql = sql;
        this.code = code;
        this.text = new TreeText(code.of(sql));
    }

    /**
     * Reads the code in a string literal.
     *
     * @param sql the statement that holds it
     * @param literal where the literal stands, quotes included
     * @param language in lower case
     * @return what stands in the code, in its order; one opaque statement for code that cannot be read
     */
    static List<InnerStatement> read(String sql, SqlRange literal, String language) {
        Optional<SqlRange> code = content(literal.of(sql), literal.start());
        if (code.isEmpty()) {
            return List.of(new InnerStatement(literal, new StatementKind.Opaque("its code has escaped characters")));
        }
        var reader = new CodeReader(sql, code.get());
        switch (language) {
            case "plpgsql" -> reader.plpgsql();
            case "sql" -> reader.statements();
            default -> reader.opaque("its code is written in " + language);
        }
        return List.copyOf(reader.found);
    }

    /** {@return where the content of a literal stands, when it stands there as it is} */
    private static Optional<SqlRange> content(String literal, int start) {
        int quote = literal.startsWith("$") ? literal.indexOf('$', 1) + 1 : literal.startsWith("'") ? 1 : 0;
        if (quote == 0 || literal.length() < 2 * quote) {
            return Optional.empty();
        }
        int end = literal.length() - quote;
        boolean plain = literal.startsWith("$") || literal.substring(1, end).indexOf('\'') < 0;
        return plain ? Optional.of(new SqlRange(start + quote, start + end)) : Optional.empty();
    }

    private void opaque(String reason) {
        found.add(new InnerStatement(code, new StatementKind.Opaque(reason)));
    }

    private void statements() {
        for (StatementSplitter.Piece piece :
                StatementSplitter.split(code.of(sql)).pieces()) {
            add(new SqlRange(code.start() + piece.start(), code.start() + piece.end()));
        }
    }

    private void plpgsql() {
        // what stands behind INTO are variables here, and not a new table
        String blanked = IntoClauses.blanked(code.of(sql));
        var tree = Grammar.parse(blanked, SQLParser::plpgsql_function);
        if (tree.root().isEmpty()) {
            opaque(tree.reason());
            return;
        }
        // a stack of its own, since code may nest deeply
        var nodes = new ArrayDeque<ParseTree>(List.of(tree.root().get()));
        while (!nodes.isEmpty()) {
            ParseTree node = nodes.pop();
            if (isStatement(node)) {
                SqlRange inCode = text.range((ParserRuleContext) node);
                found.add(new InnerStatement(inCodeOf(inCode), Grammar.kindOf(inCode.of(blanked))));
            } else if (node instanceof SQLParser.Execute_stmtContext execute) {
                executed(execute);
            } else {
                for (int i = 0; i < node.getChildCount(); i++) {
                    nodes.push(node.getChild(i));
                }
            }
        }
        found.sort(Comparator.comparingInt(statement -> statement.range().start()));
    }

    /** Queries inside expressions cannot change data, and are left out. */
    private static boolean isStatement(ParseTree node) {
        return node instanceof SQLParser.Schema_statementContext
                || node instanceof SQLParser.Additional_statementContext
                || node instanceof SQLParser.Transaction_statementContext
                || node instanceof SQLParser.Data_statementContext
                        && node.getParent() instanceof SQLParser.Plpgsql_queryContext;
    }

    private void executed(SQLParser.Execute_stmtContext execute) {
        SqlRange range = range(execute.vex());
        List<Token> tokens = Lexer.tokens(range.of(sql), 2);
        Optional<SqlRange> literal = tokens.size() == 1 && tokens.get(0).kind() == Token.Kind.STRING
                ? content(range.of(sql), range.start())
                : Optional.empty();
        if (literal.isPresent()) {
            add(literal.get());
        } else {
            found.add(new InnerStatement(range, new StatementKind.Opaque(BUILT)));
        }
    }

    private void add(SqlRange range) {
        found.add(new InnerStatement(range, Grammar.kindOf(range.of(sql))));
    }

    private SqlRange range(ParserRuleContext node) {
        return inCodeOf(text.range(node));
    }

    private SqlRange inCodeOf(SqlRange inCode) {
        return new SqlRange(code.start() + inCode.start(), code.start() + inCode.end());
    }
}
