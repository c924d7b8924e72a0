package dev.belay.rule.cluster;

import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.script.StatementKind.Set;
import java.util.List;
import java.util.Optional;

/** SET without LOCAL. */
public final class SessionSettingLeaks extends KindRule<Set> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("session-setting-leaks"),
            List.of(84),
            Severity.LOW,
            "SET without LOCAL in a script that runs in a transaction.",
            "The setting stays for the scripts that follow in the same session; whether they find it"
                    + " depends on which of them are pending (PostgreSQL manual, SET).",
            "SET LOCAL ends with the transaction.",
            "SET search_path = app;",
            "SET LOCAL search_path = app;");

    /** What decides which objects, and whose rows, later statements see. */
    private static final List<String> STRONG = List.of("role", "session_authorization", "search_path", "row_security");

    public SessionSettingLeaks() {
        super(Set.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return false;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Set kind) {
        if (kind.local() || !context.inTransaction()) {
            return Optional.empty();
        }
        boolean strong = STRONG.contains(kind.parameter());
        return Optional.of(context.finding(
                        this,
                        strong ? Severity.MEDIUM : Severity.LOW,
                        kind.parameter() + " stays set for the scripts that follow in the same run.",
                        "Let it end with the transaction.")
                .fixedBy(Fix.of(Sql.insert(
                        context.part().source().replaceFirst("(?i)\\bset\\s+session\\b", "SET"), "SET", "LOCAL"))));
    }
}
