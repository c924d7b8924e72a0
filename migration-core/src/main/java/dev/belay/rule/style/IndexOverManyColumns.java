package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.CreateIndex;
import java.util.List;
import java.util.Optional;

/** CREATE INDEX over many columns. */
public final class IndexOverManyColumns extends KindRule<CreateIndex> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("index-over-many-columns"),
            List.of(30),
            Severity.LOW,
            "An index is over more than four columns.",
            "It is large, slows every write, and serves only queries that name its first columns"
                    + " (PostgreSQL manual, Multicolumn Indexes).",
            "Index the columns that queries filter by; INCLUDE what they only read.",
            """
            CREATE TABLE t (a int, b int, c int, d int, e int);
            CREATE INDEX wide ON t (a, b, c, d, e);
            """,
            """
            CREATE TABLE t (a int, b int, c int);
            CREATE INDEX narrow ON t (a, b) INCLUDE (c);
            """);

    private static final int MANY = 4;

    public IndexOverManyColumns() {
        super(CreateIndex.class);
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
    protected Optional<Finding> check(RuleContext context, CreateIndex kind) {
        if (kind.columns() <= MANY) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "An index over " + kind.columns() + " columns is large and serves few queries.",
                "Index the columns that queries filter by, and INCLUDE what they only read."));
    }
}
