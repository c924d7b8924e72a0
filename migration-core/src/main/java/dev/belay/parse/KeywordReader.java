package dev.belay.parse;

import dev.belay.script.QualifiedName;
import dev.belay.script.SqlRange;
import dev.belay.script.StatementKind;
import dev.belay.script.TransactionCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the statements whose words alone say surely what they do: those that move or lose data, that control a
 * transaction, and the small ones. It needs no grammar, so that neither a syntax newer than the grammar nor the size of
 * an INSERT hides what happens.
 */
final class KeywordReader {

    private final String sql;
    private final TokenCursor cursor;

    KeywordReader(String sql) {
        this.sql = sql;
        this.cursor = new TokenCursor(sql);
    }

    /** {@return the kind, or empty when the words do not say it surely} */
    Optional<StatementKind> read() {
        Optional<Token> first = cursor.current();
        if (first.isEmpty() || first.get().kind() != Token.Kind.WORD) {
            return DataReader.read(sql);
        }
        return switch (first.get().folded()) {
            case "drop" -> new DropReader(cursor).read();
            case "truncate" -> truncate();
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "prepare" ->
                transaction().map(StatementKind.TransactionControl::new);
            case "set" -> set();
            case "grant" -> Optional.of(new StatementKind.Grant(false));
            case "revoke" -> Optional.of(new StatementKind.Grant(true));
            case "comment" -> Optional.of(new StatementKind.Comment());
            case "copy" -> copy();
            case "do" -> doBlock();
            case "create" -> FunctionReader.read(sql).or(new CommandReader(sql)::read);
            case "alter", "reindex", "refresh", "vacuum", "cluster", "lock" -> new CommandReader(sql).read();
            default -> DataReader.read(sql);
        };
    }

    private Optional<StatementKind> truncate() {
        cursor.skip();
        cursor.accept("table");
        var tables = new ArrayList<QualifiedName>();
        do {
            cursor.accept("only");
            Optional<QualifiedName> table = cursor.name();
            if (table.isEmpty()) {
                return Optional.empty();
            }
            tables.add(table.get());
            cursor.accept('*');
        } while (cursor.accept(','));
        if (!cursor.accept("restart", "identity")) {
            cursor.accept("continue", "identity");
        }
        boolean cascade = cursor.cascade();
        return cursor.atEnd() ? Optional.of(new StatementKind.Truncate(tables, cascade)) : Optional.empty();
    }

    private Optional<TransactionCommand> transaction() {
        if (cursor.accept("start", "transaction")) {
            return Optional.of(TransactionCommand.BEGIN);
        }
        if (cursor.accept("prepare", "transaction")) {
            return Optional.of(TransactionCommand.PREPARE_TRANSACTION);
        }
        if (cursor.accept("commit", "prepared")) {
            return Optional.of(TransactionCommand.COMMIT_PREPARED);
        }
        if (cursor.accept("rollback", "prepared")) {
            return Optional.of(TransactionCommand.ROLLBACK_PREPARED);
        }
        if (cursor.acceptAny("rollback", "abort")) {
            cursor.acceptAny("work", "transaction");
            return Optional.of(
                    cursor.accept("to") ? TransactionCommand.ROLLBACK_TO_SAVEPOINT : TransactionCommand.ROLLBACK);
        }
        String word = cursor.current().map(Token::folded).orElse("");
        return switch (word) {
            case "begin" -> Optional.of(TransactionCommand.BEGIN);
            case "commit", "end" -> Optional.of(TransactionCommand.COMMIT);
            case "savepoint" -> Optional.of(TransactionCommand.SAVEPOINT);
            case "release" -> Optional.of(TransactionCommand.RELEASE_SAVEPOINT);
            default -> Optional.empty();
        };
    }

    private Optional<StatementKind> set() {
        cursor.skip();
        if (cursor.accept("constraints")) {
            return Optional.of(new StatementKind.Other("SET CONSTRAINTS"));
        }
        if (cursor.accept("transaction") || cursor.accept("session", "characteristics")) {
            return Optional.of(new StatementKind.Other("SET TRANSACTION"));
        }
        boolean local = cursor.accept("local");
        if (cursor.accept("session", "authorization") || cursor.accept("session", "session", "authorization")) {
            return Optional.of(new StatementKind.Set(local, "session_authorization", false));
        }
        cursor.accept("session");
        if (cursor.accept("time", "zone")) {
            return Optional.of(new StatementKind.Set(local, "timezone", false));
        }
        return cursor.name()
                .map(name -> new StatementKind.Set(local, parameter(Names.fold(name.toString())), toZero()));
    }

    /** Whether 0 follows, with or without quotes and a unit. */
    private boolean toZero() {
        if (!cursor.accept('=')) {
            cursor.accept("to");
        }
        return cursor.current()
                .map(Token::written)
                .filter(value -> value.replace("'", "").strip().matches("0+\\s*[a-z]*"))
                .isPresent();
    }

    /** SET has a second name for some parameters. */
    private static String parameter(String word) {
        return switch (word) {
            case "schema" -> "search_path";
            case "names" -> "client_encoding";
            case "xml" -> "xmloption";
            default -> word;
        };
    }

    private Optional<StatementKind> copy() {
        cursor.skip();
        cursor.accept("binary");
        Optional<QualifiedName> table = Optional.empty();
        if (cursor.parentheses().isEmpty()) {
            table = cursor.name();
            cursor.parentheses();
        }
        boolean from = cursor.accept("from");
        if (!from && !cursor.accept("to")) {
            return Optional.empty();
        }
        boolean outside = !cursor.current()
                .filter(token -> token.isAny("stdin", "stdout"))
                .isPresent();
        return Optional.of(new StatementKind.Copy(table, from, outside));
    }

    private Optional<StatementKind> doBlock() {
        cursor.skip();
        String language = "plpgsql";
        List<SqlRange> bodies = new ArrayList<>();
        while (!cursor.atEnd()) {
            if (cursor.accept("language")) {
                language = cursor.current().map(FunctionReader::language).orElse(language);
            } else {
                cursor.current()
                        .filter(token -> token.kind() == Token.Kind.STRING)
                        .ifPresent(token -> bodies.add(new SqlRange(token.start(), token.end())));
            }
            cursor.skip();
        }
        return bodies.size() == 1 ? Optional.of(new StatementKind.DoBlock(language, bodies.get(0))) : Optional.empty();
    }
}
