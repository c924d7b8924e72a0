package dev.belay.rule.rewrite;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.ActionRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.TableAction.SetLogged;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;

/** SET LOGGED and SET UNLOGGED. */
public final class SetLoggedRewritesTable extends ActionRule<SetLogged> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("set-logged-rewrites-table"),
            List.of(53),
            Severity.HIGH,
            "A table becomes LOGGED or UNLOGGED.",
            "All of it is copied under ACCESS EXCLUSIVE. An unlogged table is emptied after a crash,"
                    + " and is not on replicas (PostgreSQL manual, CREATE TABLE).",
            "Do it in a maintenance window.",
            "ALTER TABLE orders SET UNLOGGED;",
            "ALTER TABLE orders SET (fillfactor = 90);");

    public SetLoggedRewritesTable() {
        super(SetLogged.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, QualifiedName table, SetLogged action) {
        return Optional.of(context.finding(
                        this,
                        (action.logged() ? "SET LOGGED" : "SET UNLOGGED") + " copies every row of " + table
                                + ": nobody reads or writes it meanwhile."
                                + (action.logged()
                                        ? ""
                                        : " From then on a crash empties it, and replicas do not have it."),
                        "Do it in a maintenance window.")
                .claiming(new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE), new Claim.Rewrites(table)));
    }
}
