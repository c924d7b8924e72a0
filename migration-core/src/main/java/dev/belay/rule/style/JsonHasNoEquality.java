package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.NewColumns;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.StatementRule;
import java.util.List;

/** CREATE TABLE or ADD COLUMN with a json column. */
public final class JsonHasNoEquality implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("json-has-no-equality"),
            List.of(67),
            Severity.LOW,
            "A new column is of type json.",
            "There is no equality for json, so SELECT DISTINCT, GROUP BY and UNION over it fail, and"
                    + " it is parsed anew at every access (PostgreSQL manual, JSON Types).",
            "jsonb.",
            "CREATE TABLE note (id bigint PRIMARY KEY, body json);",
            "CREATE TABLE note (id bigint PRIMARY KEY, body jsonb);");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        NewColumns made = NewColumns.of(context.kind());
        return made.columns().stream()
                .filter(column -> Sql.baseType(column.type()).equals("json"))
                .findFirst()
                .map(column -> context.finding(
                        this,
                        made.table() + "." + column.name()
                                + " is json: SELECT DISTINCT, GROUP BY and UNION over it fail.",
                        "Make it jsonb."))
                .stream()
                .toList();
    }
}
