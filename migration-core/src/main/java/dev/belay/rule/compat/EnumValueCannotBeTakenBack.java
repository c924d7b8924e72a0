package dev.belay.rule.compat;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.AddEnumValue;
import java.util.List;
import java.util.Optional;

/** ALTER TYPE ... ADD VALUE. */
public final class EnumValueCannotBeTakenBack extends KindRule<AddEnumValue> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("enum-value-cannot-be-taken-back"),
            List.of(42),
            Severity.MEDIUM,
            "A value is added to an enum.",
            "There is no DROP VALUE: no undo script takes it back. In a transaction it can be added"
                    + " since 12, and not be used before the commit (PostgreSQL manual, ALTER TYPE).",
            "A table of values with a foreign key can be changed both ways.",
            "ALTER TYPE state ADD VALUE 'open';",
            "INSERT INTO state VALUES ('open');");

    public EnumValueCannotBeTakenBack() {
        super(AddEnumValue.class);
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
    protected Optional<Finding> check(RuleContext context, AddEnumValue kind) {
        return Optional.of(context.finding(
                this,
                "The value cannot be taken out of " + kind.type()
                        + " again, and cannot be used in the transaction that adds it.",
                "Use it from the next script on. A table of values with a foreign key can be changed both ways."));
    }
}
