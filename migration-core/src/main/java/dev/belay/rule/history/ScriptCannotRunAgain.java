package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind;
import java.util.List;

/** A script of several statements that runs without a transaction, and cannot be run a second time. */
public final class ScriptCannotRunAgain implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("script-cannot-run-again"),
            List.of(64),
            Severity.MEDIUM,
            "A script that runs without a transaction has several statements, and one of them creates or drops something"
                    + " without IF [NOT] EXISTS.",
            "When a later statement fails, what was done stays: the script can neither go on nor begin again.",
            "One such statement a script; or IF [NOT] EXISTS, with DROP INDEX CONCURRENTLY IF EXISTS before each CREATE"
                    + " INDEX CONCURRENTLY, since IF NOT EXISTS would take an invalid index for a good one.",
            """
            --- V2__index.sql.conf
            executeInTransaction=false
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_state ON orders (state);
            CREATE INDEX CONCURRENTLY orders_total ON orders (total);
            """,
            """
            --- V2__index.sql.conf
            executeInTransaction=false
            --- V2__index.sql
            CREATE INDEX CONCURRENTLY orders_state ON orders (state);
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        boolean several = !context.preceding().isEmpty() || !context.following().isEmpty();
        if (context.inTransaction() || !several || isGuarded(context)) {
            return List.of();
        }
        return List.of(context.finding(
                this,
                "When another statement of this script fails, this one cannot be run again: the script runs without a"
                        + " transaction.",
                "Give it a script of its own."));
    }

    private static boolean isGuarded(RuleContext context) {
        StatementKind kind = context.kind();
        if (kind instanceof StatementKind.CreateIndex index) {
            return index.ifNotExists()
                    || context.preceding().stream()
                            .anyMatch(before -> before instanceof StatementKind.DropObjects drop
                                    && drop.ifExists()
                                    && index.name()
                                            .filter(name -> drop.names().stream()
                                                    .anyMatch(dropped ->
                                                            dropped.name().equals(name)))
                                            .isPresent());
        }
        if (kind instanceof StatementKind.CreateTable table) {
            return table.ifNotExists();
        }
        return !(kind instanceof StatementKind.DropObjects drop) || drop.ifExists();
    }
}
