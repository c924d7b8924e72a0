package dev.belay.rule.cluster;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions that read or write the server's machine, or another database. */
public final class FunctionLeavesTheDatabase implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("function-leaves-the-database"),
            List.of(86),
            Severity.HIGH,
            "A statement calls a function that reads or writes files of the server, or another database.",
            "What it does is not taken back by a rollback, and is in no backup of this database (PostgreSQL manual, System"
                    + " Administration Functions; dblink).",
            "Keep it out of migrations.",
            "SELECT dblink_exec('dbname=other', 'DELETE FROM orders');",
            "DELETE FROM orders WHERE id = 1;");

    private static final Pattern CALL = Pattern.compile(
            "\\b(dblink|dblink_exec|dblink_send_query|pg_read_file|pg_read_binary_file|pg_ls_dir|pg_file_write|lo_import"
                    + "|lo_export|pg_reload_conf|pg_terminate_backend|pg_cancel_backend|pg_switch_wal|pg_promote)\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern STRING = Pattern.compile("'[^']*+'");

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
        Matcher call = CALL.matcher(STRING.matcher(context.part().source()).replaceAll("''"));
        return call.find() ? List.of(finding(context, call.group(1))) : List.of();
    }

    private Finding finding(RuleContext context, String function) {
        return context.finding(
                this,
                function + " reaches beyond this database; no rollback takes back what it does.",
                "Keep it out of migrations.");
    }
}
