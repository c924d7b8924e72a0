package dev.belay.parse;

import dev.belay.script.QualifiedName;
import dev.belay.script.SqlRange;
import org.antlr.v4.runtime.ParserRuleContext;

/** From the nodes of the grammar's tree back to the statement's text. */
final class TreeText {

    private final String sql;
    private final boolean surrogates;

    TreeText(String sql) {
        this.sql = sql;
        this.surrogates = sql.codePointCount(0, sql.length()) != sql.length();
    }

    /** The grammar counts code points. */
    SqlRange range(ParserRuleContext node) {
        int start = node.getStart().getStartIndex();
        int end = node.getStop().getStopIndex() + 1;
        return surrogates
                ? new SqlRange(sql.offsetByCodePoints(0, start), sql.offsetByCodePoints(0, end))
                : new SqlRange(start, end);
    }

    String of(ParserRuleContext node) {
        return range(node).of(sql);
    }

    QualifiedName name(ParserRuleContext node) {
        return Names.qualified(of(node));
    }

    String simple(ParserRuleContext node) {
        return Names.simple(of(node));
    }
}
