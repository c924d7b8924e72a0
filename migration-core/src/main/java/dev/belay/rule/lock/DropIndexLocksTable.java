package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.script.ObjectType;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.DropObjects;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** DROP INDEX without CONCURRENTLY. */
public final class DropIndexLocksTable extends KindRule<DropObjects> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-index-locks-table"),
            List.of(27),
            Severity.MEDIUM,
            "An index is dropped without CONCURRENTLY.",
            "ACCESS EXCLUSIVE on its table for a moment: behind a long transaction everybody waits"
                    + " (PostgreSQL manual, DROP INDEX).",
            "DROP INDEX CONCURRENTLY in a script of its own, which is not run in a transaction.",
            "DROP INDEX orders_state;",
            """
            --- V2__drop.sql.conf
            executeInTransaction=false
            --- V2__drop.sql
            DROP INDEX CONCURRENTLY orders_state;
            """);

    public DropIndexLocksTable() {
        super(DropObjects.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, DropObjects kind) {
        boolean created = context.preceding().stream()
                .anyMatch(before -> before instanceof StatementKind.CreateIndex index
                        && index.name()
                                .filter(name -> kind.names().get(0).name().equals(name))
                                .isPresent());
        if (kind.type() != ObjectType.INDEX || kind.concurrently() || created) {
            return Optional.empty();
        }
        String names = kind.names().stream().map(SqlName::of).collect(Collectors.joining(", "));
        var finding = context.finding(
                        this,
                        "DROP INDEX takes ACCESS EXCLUSIVE on the table of " + names
                                + " for a moment; behind a long transaction everybody waits.",
                        "Drop it concurrently.")
                .claiming(new Claim.Locks(kind.names().get(0), LockMode.ACCESS_EXCLUSIVE));
        String ifExists = kind.ifExists() ? "IF EXISTS " : "";
        return Optional.of(
                kind.names().size() == 1 && !kind.cascade()
                        ? finding.fixedBy(Fix.withoutTransaction("DROP INDEX CONCURRENTLY " + ifExists + names + ";"))
                        : finding);
    }
}
