package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.StatementKind.CreateTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CREATE TABLE with a small integer as primary key. */
public final class KeyIsTooSmall extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("key-is-too-small"),
            List.of(65),
            Severity.LOW,
            "The primary key of a new table is an int or a smallint.",
            "It ends at 2,147,483,647, or at 32,767: then every INSERT fails, and the way to bigint"
                    + " rewrites the table (PostgreSQL manual, Numeric Types).",
            "bigint, which costs four bytes a row.",
            "CREATE TABLE note (id int PRIMARY KEY);",
            "CREATE TABLE note (id bigint PRIMARY KEY);");

    private static final Set<String> SMALL =
            Set.of("int", "integer", "int4", "smallint", "int2", "serial", "serial4", "smallserial", "serial2");

    public KeyIsTooSmall() {
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
                .filter(column -> column.has(Kind.PRIMARY_KEY))
                .filter(column -> SMALL.contains(Sql.baseType(column.type())))
                .findFirst()
                .map(column -> context.finding(
                        this,
                        "The key " + kind.name() + "." + column.name() + " of type " + column.type()
                                + " runs out; the way to bigint rewrites the table.",
                        "Make it bigint."));
    }
}
