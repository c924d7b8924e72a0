package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.SqlName;
import dev.belay.script.ColumnDefinition;
import dev.belay.script.StatementKind.CreateTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CREATE TABLE with names that need quotes. */
public final class NameNeedsQuotes extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("name-needs-quotes"),
            List.of(72),
            Severity.LOW,
            "A table or column has a name that must be written in quotes.",
            "Every query has to quote it from then on; who forgets gets: relation does not exist"
                    + " (PostgreSQL manual, Identifiers and Key Words).",
            "Lower-case letters, digits and underscores, and no reserved word.",
            "CREATE TABLE \"Orders\" (id bigint PRIMARY KEY);",
            "CREATE TABLE orders (id bigint PRIMARY KEY);");

    public NameNeedsQuotes() {
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
        return Stream.concat(
                        Stream.of(kind.name().name()), kind.columns().stream().map(ColumnDefinition::name))
                .filter(name -> SqlName.of(name).startsWith("\""))
                .findFirst()
                .map(name -> context.finding(
                        this,
                        "Every query has to write " + SqlName.of(name) + " in quotes.",
                        "Choose lower-case letters, digits and underscores, and no reserved word."));
    }
}
