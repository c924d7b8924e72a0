package dev.belay.parse;

import dev.belay.script.Persistence;
import dev.belay.script.QualifiedName;
import dev.belay.script.SqlRange;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the statements that query or change rows, with their WITH queries. */
final class DataReader {

    /** PostgreSQL allows queries that change data only in the outermost WITH; one more for a WITH of theirs. */
    private static final int DEEPEST = 2;

    private DataReader() {}

    static Optional<StatementKind> read(String sql) {
        return read(sql, 0);
    }

    private static Optional<StatementKind> read(String sql, int depth) {
        var cursor = new TokenCursor(sql);
        if (cursor.accept("insert", "into")) {
            return cursor.name().map(StatementKind.Insert::new);
        }
        if (cursor.accept("update")) {
            return target(cursor, name -> new StatementKind.Update(name, hasWhere(sql), SetColumns.of(sql)));
        }
        if (cursor.accept("delete", "from")) {
            return target(cursor, name -> new StatementKind.Delete(name, hasWhere(sql)));
        }
        if (cursor.accept("merge", "into")) {
            return target(cursor, StatementKind.Merge::new);
        }
        if (cursor.accept("with")) {
            return depth < DEEPEST ? with(sql, cursor, depth) : Optional.empty();
        }
        if (cursor.accept("select")) {
            return Optional.of(newTable(cursor).orElseGet(StatementKind.Select::new));
        }
        boolean query = cursor.acceptAny("values", "table") || cursor.accept('(');
        return query ? Optional.of(new StatementKind.Select()) : Optional.empty();
    }

    /** SELECT ... INTO makes a table, as CREATE TABLE ... AS does (the manual, SELECT INTO). In PL/pgSQL code it does not. */
    private static Optional<StatementKind> newTable(TokenCursor cursor) {
        while (!cursor.atEnd() && !cursor.accept("into")) {
            if (cursor.accept("as") || cursor.parentheses().isEmpty()) {
                cursor.skip(); // behind AS any word is a label
            }
        }
        boolean temporary = cursor.acceptAny("temporary", "temp");
        boolean unlogged = cursor.accept("unlogged");
        cursor.accept("table");
        Persistence persistence =
                temporary ? Persistence.TEMPORARY : unlogged ? Persistence.UNLOGGED : Persistence.PERMANENT;
        return cursor.name()
                .map(name -> new StatementKind.CreateTable(
                        name, false, persistence, false, Optional.empty(), true, List.of(), List.of()));
    }

    private static Optional<StatementKind> target(TokenCursor cursor, Function<QualifiedName, StatementKind> kind) {
        cursor.accept("only");
        return cursor.name().map(kind);
    }

    private static Optional<StatementKind> with(String sql, TokenCursor cursor, int depth) {
        cursor.accept("recursive");
        List<StatementKind> parts = new ArrayList<>();
        do {
            boolean named = cursor.name().isPresent();
            cursor.parentheses();
            if (!named || !cursor.accept("as")) {
                return Optional.empty();
            }
            cursor.accept("not");
            cursor.accept("materialized");
            Optional<SqlRange> query = cursor.parentheses();
            if (query.isEmpty()) {
                return Optional.empty();
            }
            if (cursor.accept("search")) {
                cursor.skipBehind("set");
                cursor.name();
            }
            if (cursor.accept("cycle")) {
                cursor.skipBehind("using");
                cursor.name();
            }
            read(query.get().of(sql), depth + 1).filter(DataReader::changes).ifPresent(parts::add);
        } while (cursor.accept(','));
        Optional<StatementKind> main = read(sql.substring(cursor.offset()), depth + 1);
        if (parts.isEmpty() || main.isEmpty()) {
            return main;
        }
        parts.add(main.get());
        return Optional.of(new StatementKind.Compound(parts));
    }

    private static boolean changes(StatementKind kind) {
        return !(kind instanceof StatementKind.Select);
    }

    /**
     * Whether a WHERE stands outside of all parentheses: an UPDATE or DELETE can have no other one there, but for a label
     * such as {@code AS where}.
     */
    private static boolean hasWhere(String sql) {
        var lexer = new Lexer(sql);
        int depth = 0;
        Token previous = null;
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
            if (depth == 0 && token.is("where") && !previous.is("as") && !previous.is('.')) {
                return true;
            }
            previous = token;
        }
        return false;
    }
}
