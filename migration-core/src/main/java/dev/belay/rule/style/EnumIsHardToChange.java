package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.CreateEnum;
import java.util.List;
import java.util.Optional;

/** CREATE TYPE ... AS ENUM. */
public final class EnumIsHardToChange extends KindRule<CreateEnum> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("enum-is-hard-to-change"),
            List.of(43),
            Severity.LOW,
            "An enum is created.",
            "Its values can be added and renamed, but neither removed nor put in another order"
                    + " (PostgreSQL manual, Enumerated Types).",
            "A text column with a CHECK, or a table of values with a foreign key, can be changed both" + " ways.",
            "CREATE TYPE state AS ENUM ('new', 'done');",
            "CREATE TABLE state (name text PRIMARY KEY);");

    public EnumIsHardToChange() {
        super(CreateEnum.class);
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
    protected Optional<Finding> check(RuleContext context, CreateEnum kind) {
        return Optional.of(context.finding(
                this,
                "Values of the enum " + kind.name() + " can never be removed.",
                "A table of values with a foreign key, or a CHECK, can be changed both ways."));
    }
}
