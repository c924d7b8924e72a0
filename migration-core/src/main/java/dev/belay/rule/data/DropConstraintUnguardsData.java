package dev.belay.rule.data;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.TableAction;
import dev.belay.script.TableAction.AddConstraint;
import dev.belay.script.TableAction.DropConstraint;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** ALTER TABLE ... DROP CONSTRAINT of a constraint that is not new, and that the script does not put back. */
public final class DropConstraintUnguardsData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-constraint-unguards-data"),
            List.of(35),
            Severity.MEDIUM,
            "ALTER TABLE drops a constraint, and no constraint of that name comes back in the same script, nor does the"
                    + " script set a column of the table NOT NULL before, which such a constraint often helps.",
            "From then on rows may come in that violate it, so an undo script that adds it again may fail. A primary key or"
                    + " a unique constraint takes its index along. The statement waits for ACCESS EXCLUSIVE on the table,"
                    + " for a foreign key also on the table that it points to, and everybody else waits behind it"
                    + " (PostgreSQL manual, ALTER TABLE).",
            "When the constraint only changes, add the new one in the same script under the same name. Else say in the undo"
                    + " script what becomes of rows that came in meanwhile.",
            "ALTER TABLE orders DROP CONSTRAINT orders_state_check;",
            """
            ALTER TABLE orders
              DROP CONSTRAINT orders_state_check,
              ADD CONSTRAINT orders_state_check CHECK (state IN ('new', 'paid', 'sent')) NOT VALID;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof AlterTable alter)) {
            return List.of();
        }
        return alter.actions().stream()
                .filter(DropConstraint.class::isInstance)
                .map(DropConstraint.class::cast)
                .filter(drop -> !context.lifespans().isNewConstraint(alter.table(), drop.constraint()))
                .filter(drop -> !comesBack(context, alter, drop.constraint()))
                .filter(drop -> !helpedSetNotNull(context, alter))
                .map(drop -> finding(context, alter.table(), drop.constraint()))
                .toList();
    }

    private Finding finding(RuleContext context, QualifiedName table, String constraint) {
        return context.finding(
                        this,
                        "DROP CONSTRAINT lets rows into " + table + " that violate " + constraint
                                + ", and takes ACCESS EXCLUSIVE on it, for a foreign key also on the table that it points to.",
                        "If the constraint only changes, add the new one in the same script under the same name; else be sure that"
                                + " no code relies on it, and that the undo script can put it back.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE));
    }

    private static boolean comesBack(RuleContext context, AlterTable alter, String constraint) {
        return actions(Stream.concat(Stream.of(alter), context.following().stream()), alter)
                .map(DropConstraintUnguardsData::added)
                .anyMatch(Optional.of(constraint)::equals);
    }

    /** The last step of NOT NULL without a scan: the CHECK that let SET NOT NULL trust the rows has done its work. */
    private static boolean helpedSetNotNull(RuleContext context, AlterTable alter) {
        return actions(Stream.concat(context.preceding().stream(), Stream.of(alter)), alter)
                .anyMatch(TableAction.SetNotNull.class::isInstance);
    }

    private static Stream<TableAction> actions(Stream<StatementKind> kinds, AlterTable of) {
        return kinds.filter(AlterTable.class::isInstance)
                .map(AlterTable.class::cast)
                .filter(other -> other.table().equals(of.table()))
                .flatMap(other -> other.actions().stream());
    }

    private static Optional<String> added(TableAction action) {
        if (action instanceof AddConstraint add) {
            return add.constraint().name();
        }
        return action instanceof TableAction.RenameConstraint rename ? Optional.of(rename.to()) : Optional.empty();
    }
}
