package dev.belay.rule.compat;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.RenameEnumValue;
import java.util.List;
import java.util.Optional;

/** ALTER TYPE ... RENAME VALUE. */
public final class RenamedEnumValueBreaksClients extends KindRule<RenameEnumValue> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("renamed-enum-value-breaks-clients"),
            List.of(41),
            Severity.HIGH,
            "A value of an enum is renamed.",
            "Running clients that write or compare the old value fail: invalid input value for enum.",
            "Add the new value, move clients and rows over, and leave the old one.",
            "ALTER TYPE state RENAME VALUE 'new' TO 'open';",
            "ALTER TYPE state ADD VALUE 'open';");

    public RenamedEnumValueBreaksClients() {
        super(RenameEnumValue.class);
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
    protected Optional<Finding> check(RuleContext context, RenameEnumValue kind) {
        return Optional.of(context.finding(
                this,
                "Running clients that write or compare " + kind.from() + " fail.",
                "Add " + kind.to() + " as a further value, and move clients and rows over."));
    }
}
