package dev.belay.rule.lock;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.DropObjects;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** DROP TRIGGER, DROP RULE and DROP POLICY. */
public final class DropTriggerLocksTable extends KindRule<DropObjects> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-trigger-locks-table"),
            List.of(48, 49),
            Severity.MEDIUM,
            "A trigger, rule or policy is dropped.",
            "ACCESS EXCLUSIVE on its table for a moment: behind a long transaction everybody waits"
                    + " (PostgreSQL manual, Explicit Locking).",
            "Do it when no long transaction runs, in a script that does nothing else.",
            "DROP TRIGGER stamp ON orders;",
            """
            CREATE TABLE note (id int PRIMARY KEY);
            DROP TRIGGER IF EXISTS stamp ON note;
            """);

    private static final List<ObjectType> ON_TABLES = List.of(ObjectType.TRIGGER, ObjectType.RULE, ObjectType.POLICY);

    public DropTriggerLocksTable() {
        super(DropObjects.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, DropObjects kind) {
        Optional<QualifiedName> table = kind.on()
                .filter(on ->
                        ON_TABLES.contains(kind.type()) && !context.lifespans().isNewTable(on));
        return table.map(on -> context.finding(
                        this,
                        "DROP " + kind.type().words() + " takes ACCESS EXCLUSIVE on " + on
                                + " for a moment; behind a long transaction everybody waits.",
                        "Do it when no long transaction runs, in a script that does nothing else.")
                .claiming(new Claim.Locks(on, LockMode.ACCESS_EXCLUSIVE)));
    }
}
