package dev.belay.rule.lock;

import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.CreateIndex;
import java.util.List;
import java.util.Optional;

/** CREATE INDEX CONCURRENTLY IF NOT EXISTS. */
public final class IfNotExistsHidesInvalidIndex extends KindRule<CreateIndex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("if-not-exists-hides-invalid-index"),
            List.of(26, 64),
            Severity.MEDIUM,
            "CREATE INDEX CONCURRENTLY has IF NOT EXISTS.",
            "When it fails half-way an invalid index is left. Run again, it takes that one for a good one, and succeeds"
                    + " (PostgreSQL manual, CREATE INDEX).",
            "DROP INDEX CONCURRENTLY IF EXISTS before it.",
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_net ON orders (net);",
            """
            DROP INDEX CONCURRENTLY IF EXISTS orders_net;
            CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_net ON orders (net);
            """);

    public IfNotExistsHidesInvalidIndex() {
        super(CreateIndex.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, CreateIndex kind) {
        boolean dropped = context.preceding().stream()
                .anyMatch(before -> before instanceof StatementKind.DropObjects drop
                        && drop.names().stream()
                                .anyMatch(name ->
                                        kind.name().filter(name.name()::equals).isPresent()));
        if (!kind.concurrently() || !kind.ifNotExists() || kind.name().isEmpty() || dropped) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "If it fails half-way and is run again, it takes the invalid index that is left for a good one.",
                        "Drop what may be left first.")
                .fixedBy(Fix.withoutTransaction("DROP INDEX CONCURRENTLY IF EXISTS "
                        + SqlName.of(kind.name().get()) + ";\n" + context.part().source() + ";")));
    }
}
