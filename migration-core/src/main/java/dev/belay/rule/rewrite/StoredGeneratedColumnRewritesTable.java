package dev.belay.rule.rewrite;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddColumn;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** ADD COLUMN ... GENERATED ALWAYS AS (...) STORED. */
public final class StoredGeneratedColumnRewritesTable extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("stored-generated-column-rewrites-table"),
            List.of(3),
            Severity.HIGH,
            "A generated column whose values are stored is added.",
            "The value is computed for every row, so the whole table is copied under ACCESS EXCLUSIVE"
                    + " (PostgreSQL manual, ALTER TABLE).",
            "From 18 on make it VIRTUAL where it need not be indexed; else add a plain column, fill"
                    + " it by a trigger, and the old rows in batches.",
            "ALTER TABLE orders ADD COLUMN gross int GENERATED ALWAYS AS (net * 12 / 10) STORED;",
            "ALTER TABLE orders ADD COLUMN gross int;");

    public StoredGeneratedColumnRewritesTable() {
        super(AddColumn.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        boolean stored = action.column().constraints().stream()
                .filter(constraint -> constraint.kind() == Kind.GENERATED)
                .anyMatch(
                        constraint -> constraint.text().toLowerCase(Locale.ROOT).contains("stored"));
        if (!stored) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                        this,
                        "ADD COLUMN " + SqlName.of(action.column().name())
                                + " computes and stores a value for every row of " + table
                                + ", which copies the table: nobody reads or writes it meanwhile.",
                        context.major() >= 18
                                ? "Make it VIRTUAL if no index needs it; else fill a plain column by a trigger, and the old rows in batches."
                                : "Add a plain column, fill it by a trigger, and the old rows in batches.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Rewrites(table)));
    }
}
