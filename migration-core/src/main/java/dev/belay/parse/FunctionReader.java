package dev.belay.parse;

import dev.belay.script.QualifiedName;
import dev.belay.script.SqlRange;
import dev.belay.script.StatementKind;
import java.util.Optional;

/** Reads CREATE FUNCTION and CREATE PROCEDURE; the code itself is not looked at. */
final class FunctionReader {

    private FunctionReader() {}

    /** {@return empty when it is no CREATE of a routine} */
    static Optional<StatementKind> read(String sql) {
        var cursor = new TokenCursor(sql);
        if (!cursor.accept("create")) {
            return Optional.empty();
        }
        boolean orReplace = cursor.accept("or", "replace");
        if (!cursor.acceptAny("function", "procedure")) {
            return Optional.empty();
        }
        Optional<QualifiedName> name = cursor.name();
        if (name.isEmpty() || cursor.parentheses().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> language = Optional.empty();
        Optional<SqlRange> body = Optional.empty();
        while (cursor.current().isPresent() && (language.isEmpty() || body.isEmpty())) {
            if (cursor.accept("language")) {
                language = cursor.current().map(FunctionReader::language);
            } else if (cursor.accept("as")) {
                body = cursor.current()
                        .filter(token -> token.kind() == Token.Kind.STRING)
                        .map(token -> new SqlRange(token.start(), token.end()));
            }
            cursor.skip();
        }
        return Optional.of(new StatementKind.CreateFunction(name.get(), orReplace, language, body));
    }

    /** {@return a language's name, which may stand in quotes of either kind, in lower case} */
    static String language(Token token) {
        return Names.fold(token.isName() ? Names.value(token) : token.written().replace("'", ""));
    }
}
