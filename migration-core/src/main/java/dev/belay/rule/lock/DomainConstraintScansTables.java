package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.ObjectType;
import dev.belay.script.StatementKind.AlterDomain;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** ALTER DOMAIN ... ADD CONSTRAINT. */
public final class DomainConstraintScansTables extends KindRule<AlterDomain> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("domain-constraint-scans-tables"),
            List.of(55),
            Severity.HIGH,
            "A constraint is added to a domain and is not NOT VALID.",
            "SHARE on every table that has a column of the domain, and each is read from end to end"
                    + " (PostgreSQL manual, ALTER DOMAIN).",
            "Add it NOT VALID, and validate it in the next script.",
            "ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0);",
            "ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;");

    public DomainConstraintScansTables() {
        super(AlterDomain.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, AlterDomain kind) {
        if (kind.notValid() || context.lifespans().isNewObject(ObjectType.DOMAIN, kind.name())) {
            return Optional.empty();
        }
        var finding = context.finding(
                this,
                "Every table with a column of " + kind.name() + " is read, while nobody writes to any of them.",
                "Add it NOT VALID, and validate it in the next script.");
        return Optional.of(
                context.part().source().toLowerCase(Locale.ROOT).contains("check")
                        ? finding.fixedBy(Fix.of(context.part().source() + " NOT VALID;"))
                        : finding);
    }
}
