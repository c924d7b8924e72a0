package dev.belay.parse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns that an INSERT names, and that an UPDATE sets. */
public final class AssignedColumns {

    private AssignedColumns() {}

    /** {@return the column that is there twice, which PostgreSQL refuses; mostly empty} */
    public static Optional<String> twice(String sql) {
        Set<String> seen = new LinkedHashSet<>();
        return of(sql).stream().filter(column -> !seen.add(column)).findFirst();
    }

    private static List<String> of(String sql) {
        var cursor = new TokenCursor(sql);
        if (cursor.accept("insert", "into")) {
            cursor.name();
            if (cursor.accept("as")) {
                cursor.name();
            }
            return names(sql, cursor);
        }
        if (cursor.accept("update")) {
            cursor.skipBehind("set");
            return assigned(cursor);
        }
        return List.of();
    }

    private static List<String> names(String sql, TokenCursor cursor) {
        return cursor.parentheses()
                .map(range -> Lexer.tokens(range.of(sql), Integer.MAX_VALUE).stream()
                        .filter(Token::isName)
                        .map(Names::value)
                        .toList())
                // VALUES and SELECT may stand in parentheses, too
                .filter(names -> !names.contains("select") && !names.contains("values"))
                .orElse(List.of());
    }

    private static List<String> assigned(TokenCursor cursor) {
        var columns = new ArrayList<String>();
        int depth = 0;
        boolean atName = true;
        while (!cursor.atEnd()) {
            Token token = cursor.current().orElseThrow();
            if (depth == 0 && token.isAny("from", "where", "returning")) {
                break;
            }
            if (atName && depth == 0 && token.isName()) {
                columns.add(Names.value(token));
            }
            atName = depth == 0 && token.is(',');
            depth += token.is('(') || token.is('[') ? 1 : 0;
            depth -= token.is(')') || token.is(']') ? 1 : 0;
            // a field or an element of a column may be set beside another
            if (depth == 0 && token.is('.') || token.is('[')) {
                return List.of();
            }
            cursor.skip();
        }
        return columns;
    }
}
