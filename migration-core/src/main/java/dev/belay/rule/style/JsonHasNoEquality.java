package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.script.StatementKind.CreateTable;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE with a json column. */
public final class JsonHasNoEquality extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("json-has-no-equality"),
            List.of(67),
            Severity.LOW,
            "A column of a new table is of type json.",
            "There is no equality for json, so SELECT DISTINCT, GROUP BY and UNION over it fail, and"
                    + " it is parsed anew at every access (PostgreSQL manual, JSON Types).",
            "jsonb.",
            "CREATE TABLE note (id bigint PRIMARY KEY, body json);",
            "CREATE TABLE note (id bigint PRIMARY KEY, body jsonb);");

    public JsonHasNoEquality() {
        super(CreateTable.class);
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
    protected Optional<Finding> check(RuleContext context, CreateTable kind) {
        return kind.columns().stream()
                .filter(column -> Sql.baseType(column.type()).equals("json"))
                .findFirst()
                .map(column -> context.finding(
                        this,
                        kind.name() + "." + column.name()
                                + " is json: SELECT DISTINCT, GROUP BY and UNION over it fail.",
                        "Make it jsonb."));
    }
}
