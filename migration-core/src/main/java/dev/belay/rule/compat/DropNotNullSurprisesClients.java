package dev.belay.rule.compat;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.DropNotNull;
import java.util.List;
import java.util.Optional;

/** ALTER COLUMN ... DROP NOT NULL. */
public final class DropNotNullSurprisesClients extends ActionRule<DropNotNull> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-not-null-surprises-clients"),
            List.of(13),
            Severity.MEDIUM,
            "A column becomes nullable.",
            "Clients that count on a value get nulls as soon as somebody writes one.",
            "Deploy clients that can take nulls first.",
            "ALTER TABLE orders ALTER COLUMN state DROP NOT NULL;",
            "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';");

    public DropNotNullSurprisesClients() {
        super(DropNotNull.class);
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
    protected Optional<Finding> check(RuleContext context, QualifiedName table, DropNotNull action) {
        return Optional.of(context.finding(
                this,
                "Clients that count on a value of " + table + "." + action.column() + " may get null.",
                "Deploy clients that can take nulls first."));
    }
}
