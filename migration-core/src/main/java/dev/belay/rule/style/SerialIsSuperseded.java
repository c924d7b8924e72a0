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

/** CREATE TABLE with a serial column. */
public final class SerialIsSuperseded extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("serial-is-superseded"),
            List.of(66),
            Severity.LOW,
            "A column of a new table is of type serial.",
            "The sequence has an owner and privileges of its own, and anybody may write the column by"
                    + " hand; identity columns are standard SQL, since 10 (PostgreSQL manual, Identity"
                    + " Columns).",
            "GENERATED ALWAYS AS IDENTITY.",
            "CREATE TABLE note (id bigserial PRIMARY KEY);",
            "CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);");

    public SerialIsSuperseded() {
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
                .filter(column -> Sql.baseType(column.type()).contains("serial"))
                .findFirst()
                .map(column -> context.finding(
                        this,
                        kind.name() + "." + column.name() + " is of type " + column.type()
                                + ": its sequence has privileges of its own, and can be bypassed.",
                        "Make it GENERATED ALWAYS AS IDENTITY."));
    }
}
