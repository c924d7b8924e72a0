package dev.belay.generate;

import dev.belay.parse.Grammar;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Optional;

/**
 * One statement of the difference between two schemas.
 *
 * @param sql without semicolon
 * @param kind what it does
 * @param loss what it would lose; empty when it loses nothing
 */
record Difference(String sql, StatementKind kind, Optional<String> loss) {

    static Difference of(String sql) {
        List<Statement> read = ScriptReader.read("difference", sql, Placeholders.NONE);
        return new Difference(
                sql,
                read.isEmpty() ? new StatementKind.Opaque("empty") : Grammar.kindOf(read.get(0)),
                Optional.empty());
    }

    Difference losing(String what) {
        return new Difference(sql, kind, Optional.of(what));
    }
}
