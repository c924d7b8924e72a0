package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.StatementKind.TransactionControl;
import dev.belay.script.TransactionCommand;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** BEGIN, COMMIT or ROLLBACK in a script that runs in a transaction anyway. Savepoints stay within it. */
public final class TransactionControlInScript implements StatementRule {

    private static final Set<TransactionCommand> WITHIN = EnumSet.of(
            TransactionCommand.SAVEPOINT,
            TransactionCommand.RELEASE_SAVEPOINT,
            TransactionCommand.ROLLBACK_TO_SAVEPOINT);

    // PL/pgSQL may commit only when it was not called in a transaction block (manual, 41.8 Transaction Management)
    private static final String FAILS = "In a transaction, COMMIT and ROLLBACK in the code of a DO block fail.";

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("transaction-control-in-script"),
            List.of(63),
            Severity.MEDIUM,
            "A script that runs in one transaction begins, commits or rolls back.",
            "The script and its history row share one transaction. BEGIN only warns; COMMIT ends that transaction in the"
                    + " middle, so that what follows stays half-done when it fails; ROLLBACK takes the work back and the"
                    + " history says that it was applied.",
            "Take the statement out. For work that has to be committed in parts: a script each, or executeInTransaction=false"
                    + " in the script's .conf file.",
            """
            BEGIN;
            ALTER TABLE orders ADD COLUMN state text;
            COMMIT;""",
            "ALTER TABLE orders ADD COLUMN state text;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return true;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof TransactionControl control)
                || WITHIN.contains(control.command())
                || !context.inTransaction()) {
            return List.of();
        }
        return List.of(context.finding(
                this,
                context.part().inCode()
                        ? FAILS
                        : effect(control.command(), context.following().isEmpty()),
                "Take it out: the script runs in one transaction, together with its history row."));
    }

    private static String effect(TransactionCommand command, boolean last) {
        return switch (command) {
            case BEGIN -> "BEGIN does nothing but warn, the script being in a transaction already.";
            case COMMIT ->
                last
                        ? "COMMIT ends the script's transaction before its history row is written: when that fails, what the"
                                + " script did stays and counts as not done."
                        : "COMMIT ends the script's transaction in the middle: when a later statement fails, what came before stays.";
            case ROLLBACK ->
                "ROLLBACK takes back what the script has done so far, and the history says that it was applied.";
            default ->
                command.name().replace('_', ' ')
                        + " takes the work out of the script's transaction, so that nobody knows whether it was done.";
        };
    }
}
