package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.ObjectType;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.DropObjects;
import dev.belay.script.StatementKind.DropOwned;
import dev.belay.script.StatementKind.Truncate;
import dev.belay.script.TableAction;
import dev.belay.script.TableAction.DropColumn;
import dev.belay.script.TableAction.DropConstraint;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CASCADE on something that is not new. DROP SCHEMA has a rule of its own that says it. */
public final class CascadeDropsWhatIsNotNamed implements StatementRule {

    /** Nothing can depend on these, so that CASCADE does nothing; and schemas, see above. */
    private static final Set<ObjectType> HARMLESS =
            EnumSet.of(ObjectType.TRIGGER, ObjectType.POLICY, ObjectType.RULE, ObjectType.SCHEMA);

    private static final String ADVICE =
            "Leave CASCADE out, so that PostgreSQL names what depends on it; deal with each of these by name, and in an order"
                    + " that lets the drop pass.";

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("cascade-drops-what-is-not-named"),
            List.of(36),
            Severity.HIGH,
            "DROP or TRUNCATE says CASCADE.",
            "Whatever depends on the object goes too, and what depends on that: views, foreign keys, columns of a dropped"
                    + " type. The script does not say what, and it may be more on another database (PostgreSQL manual,"
                    + " 5.15 Dependency Tracking). TRUNCATE ... CASCADE empties every table that refers to the one named.",
            "Leave CASCADE out and name each object that has to go.",
            "DROP VIEW order_totals CASCADE;",
            """
            DROP VIEW order_report;
            DROP VIEW order_totals;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (context.kind() instanceof DropObjects drop && drop.cascade() && !HARMLESS.contains(drop.type())) {
            return drop.names().stream()
                    // what depends on something new is new, too
                    .filter(name -> !context.lifespans().isNewObject(drop.type(), name))
                    .map(name -> drops(context, drop.type() + " " + name))
                    .toList();
        }
        if (context.kind() instanceof AlterTable alter) {
            return alter.actions().stream()
                    .flatMap(action -> cascading(context, alter.table(), action).stream())
                    .map(what -> drops(context, what))
                    .toList();
        }
        if (context.kind() instanceof Truncate truncate && truncate.cascade()) {
            return truncate.tables().stream()
                    .filter(table -> !context.lifespans().isNewTable(table))
                    .map(table -> empties(context, table))
                    .toList();
        }
        if (context.kind() instanceof DropOwned drop && drop.cascade()) {
            return List.of(drops(context, "what " + String.join(", ", drop.roles()) + " owns"));
        }
        return List.of();
    }

    private static Optional<String> cascading(RuleContext context, QualifiedName table, TableAction action) {
        if (action instanceof DropColumn drop
                && drop.cascade()
                && !context.lifespans().isNewColumn(table, drop.column())) {
            return Optional.of("column " + table + "." + drop.column());
        }
        if (action instanceof DropConstraint drop
                && drop.cascade()
                && !context.lifespans().isNewConstraint(table, drop.constraint())) {
            return Optional.of("constraint " + drop.constraint() + " of " + table);
        }
        return Optional.empty();
    }

    private Finding drops(RuleContext context, String what) {
        return context.finding(
                this,
                "CASCADE also drops everything that depends on " + what + ", which the script does not name.",
                ADVICE);
    }

    private Finding empties(RuleContext context, QualifiedName table) {
        return context.finding(
                this,
                "TRUNCATE ... CASCADE also empties every table with a foreign key to " + table
                        + ", which the script does not name.",
                "Leave CASCADE out, and name the tables that are meant.");
    }
}
