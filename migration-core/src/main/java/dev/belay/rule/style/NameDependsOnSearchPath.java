package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.Persistence;
import dev.belay.script.StatementKind.CreateTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CREATE TABLE without a schema beside others with one. */
public final class NameDependsOnSearchPath extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("name-depends-on-search-path"),
            List.of(70),
            Severity.LOW,
            "A script creates one table with a schema and another without.",
            "Where the second one is made depends on the search_path of the session, which roles and"
                    + " databases set in different ways (PostgreSQL manual, Schemas).",
            "Name the schema in every statement of the script, or in none.",
            """
            CREATE TABLE app.customer (id bigint PRIMARY KEY);
            CREATE TABLE orders (id bigint PRIMARY KEY);
            """,
            """
            CREATE TABLE app.customer (id bigint PRIMARY KEY);
            CREATE TABLE app.orders (id bigint PRIMARY KEY);
            """);

    public NameDependsOnSearchPath() {
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
        boolean others = Stream.concat(context.preceding().stream(), context.following().stream())
                .anyMatch(other -> other instanceof CreateTable table
                        && table.name().schema().isPresent());
        if (kind.name().schema().isPresent() || !others || kind.persistence() == Persistence.TEMPORARY) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "The schema of " + kind.name()
                        + " depends on the search_path, and that of other tables of this script does not.",
                "Name the schema in every statement, or in none."));
    }
}
