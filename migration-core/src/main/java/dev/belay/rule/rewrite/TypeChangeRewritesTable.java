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
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.AlterColumnType;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** ALTER COLUMN ... TYPE. */
public final class TypeChangeRewritesTable extends ActionRule<AlterColumnType> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("type-change-rewrites-table"),
            List.of(8, 9, 82),
            Severity.HIGH,
            "A column gets another type.",
            "Unless the old values are valid as they are (a longer varchar, varchar to text, more"
                    + " digits of numeric, timestamp to timestamptz under UTC) the whole table is copied and"
                    + " its indexes are built anew under ACCESS EXCLUSIVE (PostgreSQL manual, ALTER TABLE)."
                    + " Sessions with prepared statements on it get \"cached plan must not change result type\".",
            "Add a column of the new type, fill it by a trigger and the old rows in batches, move the"
                    + " application over, drop the old one in a later release.",
            "ALTER TABLE orders ALTER COLUMN id TYPE bigint;",
            "ALTER TABLE orders ADD COLUMN id_new bigint;");

    public TypeChangeRewritesTable() {
        super(AlterColumnType.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, AlterColumnType action) {
        String column = SqlName.of(action.column());
        boolean toText =
                Sql.baseType(action.type()).equals("text") && action.using().isEmpty();
        return Optional.of(context.finding(
                        this,
                        toText ? Severity.MEDIUM : Severity.HIGH,
                        "ALTER COLUMN " + column + " TYPE " + action.type() + " copies every row of " + table
                                + " and builds its indexes anew, unless the old values are valid as they are; nobody reads or writes it"
                                + " meanwhile, and prepared statements of running sessions fail.",
                        "Add a column of the new type beside it, fill it by a trigger and the old rows in batches, move the"
                                + " application over, and drop the old one in a later release.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Rewrites(table))
                .fixedBy(Fix.of(
                        Sql.alter(table, "ADD COLUMN " + SqlName.of(action.column() + "_new") + " " + action.type()))));
    }
}
