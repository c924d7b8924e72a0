package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.StatementRule;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.CreateIndex;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.TableAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names that PostgreSQL cuts. */
public final class NameIsCut implements StatementRule {

    private static final String LONG = "orders_by_customer_and_by_state_and_by_the_day_on_which_they_were_placed";

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("name-is-cut"),
            List.of(69),
            Severity.LOW,
            "A name is longer than 63 bytes.",
            "PostgreSQL cuts it, with a notice only; two long names may become one (PostgreSQL manual, Identifiers and Key"
                    + " Words).",
            "Choose a shorter one.",
            "CREATE TABLE " + LONG + " (id bigint PRIMARY KEY);",
            "CREATE TABLE orders_by_day (id bigint PRIMARY KEY);");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        return names(context)
                .filter(name -> name.getBytes(StandardCharsets.UTF_8).length > Sql.LONGEST_NAME)
                .findFirst()
                .map(name -> context.finding(
                        this,
                        name + " is longer than " + Sql.LONGEST_NAME + " bytes: PostgreSQL cuts it.",
                        "Choose a shorter name."))
                .stream()
                .toList();
    }

    private static Stream<String> names(RuleContext context) {
        if (context.kind() instanceof CreateTable table) {
            return Stream.concat(
                    Stream.of(table.name().name()),
                    Stream.concat(
                            table.columns().stream().map(column -> column.name()),
                            table.constraints().stream().flatMap(NameIsCut::name)));
        }
        if (context.kind() instanceof CreateIndex index) {
            return index.name().stream();
        }
        return context.kind() instanceof AlterTable alter
                ? alter.actions().stream().flatMap(NameIsCut::name)
                : Stream.of();
    }

    private static Stream<String> name(ConstraintDefinition constraint) {
        return constraint.name().stream();
    }

    private static Stream<String> name(TableAction action) {
        Optional<String> name = action instanceof TableAction.AddConstraint add
                ? add.constraint().name()
                : action instanceof TableAction.AddColumn add
                        ? Optional.of(add.column().name())
                        : Optional.empty();
        return name.stream();
    }
}
