package dev.belay.rule.compat;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.ObjectType;
import dev.belay.script.StatementKind.RenameObject;
import java.util.List;
import java.util.Optional;

/** ALTER VIEW, FUNCTION, SEQUENCE, TYPE or SCHEMA ... RENAME or SET SCHEMA. */
public final class RenamedObjectBreaksClients extends KindRule<RenameObject> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("renamed-object-breaks-clients"),
            List.of(40),
            Severity.HIGH,
            "A view, function, sequence, type or schema is renamed or moved.",
            "Every running client, and every function, that names it fails from the commit on.",
            "Create it anew under the new name, move the clients, drop the old one in a later" + " release.",
            "ALTER VIEW sales RENAME TO turnover;",
            "CREATE VIEW turnover AS SELECT * FROM sales;");

    public RenamedObjectBreaksClients() {
        super(RenameObject.class);
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
    protected Optional<Finding> check(RuleContext context, RenameObject kind) {
        if (kind.type() == ObjectType.INDEX) {
            return Optional.empty(); // no query names one
        }
        if (context.lifespans().isNewObject(kind.type(), kind.name())) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "Running clients that name " + kind.type() + " " + kind.name()
                        + kind.part().map(part -> "." + part).orElse("") + " fail.",
                "Create it anew beside the old one, move the clients, and drop the old one in a later release."));
    }
}
