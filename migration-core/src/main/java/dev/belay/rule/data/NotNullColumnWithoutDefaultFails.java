package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.SqlName;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AddColumn;
import java.util.List;
import java.util.Optional;

/** ADD COLUMN ... NOT NULL without a default. */
public final class NotNullColumnWithoutDefaultFails extends ActionRule<AddColumn> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("not-null-column-without-default-fails"),
            List.of(7),
            Severity.MEDIUM,
            "A column is added NOT NULL without a default.",
            "The statement fails as soon as the table has a row (PostgreSQL manual, ALTER TABLE).",
            "Give it a default, or add it nullable, fill it, and make it NOT NULL later.",
            "ALTER TABLE orders ADD COLUMN state text NOT NULL;",
            "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';");

    public NotNullColumnWithoutDefaultFails() {
        super(AddColumn.class);
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
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AddColumn action) {
        boolean required = action.column().has(Kind.NOT_NULL) || action.column().has(Kind.PRIMARY_KEY);
        boolean filled = action.column().has(Kind.DEFAULT)
                || action.column().has(Kind.IDENTITY)
                || action.column().has(Kind.GENERATED)
                || Sql.baseType(action.column().type()).contains("serial");
        if (!required || filled) {
            return Optional.empty();
        }
        String column = SqlName.of(action.column().name());
        return Optional.of(context.finding(
                        this,
                        "ADD COLUMN " + column + " NOT NULL without a default fails as soon as " + table
                                + " has a row.",
                        "Give it a default, or add it nullable, fill it, and make it NOT NULL in a later script.")
                .fixedBy(Fix.of(Sql.alter(
                        table, "ADD COLUMN " + column + " " + action.column().type()))));
    }
}
