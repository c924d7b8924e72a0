package dev.belay.rule.rewrite;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.SqlName;
import dev.belay.rule.Volatility;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddColumn;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ADD COLUMN ... DEFAULT of something that differs from row to row. */
public final class VolatileDefaultRewritesTable extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("volatile-default-rewrites-table"),
            List.of(1),
            Severity.HIGH,
            "A column is added with a default that differs from row to row.",
            "The whole table is copied under ACCESS EXCLUSIVE: nobody reads or writes it meanwhile."
                    + " Constants and now() are stored once instead, since 11 (PostgreSQL manual, ALTER TABLE).",
            "Add the column without the default, set the default, and fill the rows in batches.",
            "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();",
            "ALTER TABLE orders ADD COLUMN created timestamptz DEFAULT now();");

    public VolatileDefaultRewritesTable() {
        super(AddColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        Optional<String> expression = action.column().constraints().stream()
                .filter(constraint -> constraint.kind() == Kind.DEFAULT)
                .map(constraint -> Sql.body(constraint).replaceFirst("(?is)^default\\s+", ""))
                .findFirst();
        Volatility volatility = expression.map(Volatility::of).orElse(Volatility.STABLE);
        if (volatility == Volatility.STABLE) {
            return Optional.empty();
        }
        String column = SqlName.of(action.column().name());
        boolean surely = volatility == Volatility.VOLATILE;
        return Optional.of(context.finding(
                        this,
                        surely ? Severity.HIGH : Severity.MEDIUM,
                        "ADD COLUMN " + column + " copies every row of " + table
                                + (surely ? "" : " if its default is volatile")
                                + ": nobody reads or writes it meanwhile.",
                        "Add the column first, set the default for new rows, and fill the others in batches.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Rewrites(table))
                .fixedBy(Fix.of(Sql.alter(
                                        table,
                                        "ADD COLUMN " + column + " "
                                                + action.column().type()) + "\n"
                                + Sql.alter(
                                        table, "ALTER COLUMN " + column + " SET DEFAULT " + expression.orElseThrow()))
                        .then("-- db:batch key=id size=10000\nUPDATE " + SqlName.of(table) + " SET " + column
                                + " = DEFAULT WHERE " + column + " IS NULL;")));
    }
}
