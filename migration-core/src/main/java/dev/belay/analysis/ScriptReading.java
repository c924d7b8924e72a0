package dev.belay.analysis;

import dev.belay.parse.ParsedScript;
import dev.belay.rule.Lifespans;
import dev.belay.rule.RuleContext;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.List;

/**
 * A script as far as its text is understood.
 *
 * @param script where it is
 * @param text as in the file
 * @param parsed its statements
 * @param kinds what each of them does, in their order
 * @param inTransaction whether it runs in one transaction
 */
public record ScriptReading(
        ScriptFile script, String text, ParsedScript parsed, List<StatementKind> kinds, boolean inTransaction) {

    public ScriptReading {
        kinds = List.copyOf(kinds);
    }

    /** {@return what the statement does} */
    StatementKind kind(Statement statement) {
        return kinds.get(statement.number() - 1);
    }

    /** {@return what a rule may ask about a part of the statement} */
    RuleContext context(
            Statement statement, RuleContext.Part part, StatementKind kind, Lifespans lifespans, int major) {
        return new RuleContext(
                script,
                statement,
                part,
                kind,
                kinds.subList(0, statement.number() - 1),
                kinds.subList(statement.number(), kinds.size()),
                inTransaction,
                lifespans,
                major);
    }
}
