package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.ConstraintDefinition.Kind;
import dev.belay.script.Persistence;
import dev.belay.script.StatementKind.AlterTable;
import dev.belay.script.StatementKind.CreateTable;
import dev.belay.script.TableAction;
import java.util.List;
import java.util.Optional;

/** CREATE TABLE without a primary key. */
public final class TableHasNoPrimaryKey extends KindRule<CreateTable> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("table-has-no-primary-key"),
            List.of(71),
            Severity.LOW,
            "A new table has no primary key.",
            "Rows cannot be told apart: logical replication refuses UPDATE and DELETE on it, and"
                    + " batches have nothing to go by (PostgreSQL manual, Logical Replication).",
            "Give it one, an identity column if nothing else is unique.",
            "CREATE TABLE note (body text);",
            "CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);");

    public TableHasNoPrimaryKey() {
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
        boolean keyed = kind.constraints().stream().anyMatch(constraint -> constraint.kind() == Kind.PRIMARY_KEY)
                || kind.columns().stream().anyMatch(column -> column.has(Kind.PRIMARY_KEY));
        boolean keyedLater = context.following().stream()
                .filter(AlterTable.class::isInstance)
                .map(AlterTable.class::cast)
                .filter(alter -> alter.table().name().equals(kind.name().name()))
                .flatMap(alter -> alter.actions().stream())
                .anyMatch(action -> action instanceof TableAction.AddConstraint add
                        && add.constraint().kind() == Kind.PRIMARY_KEY);
        boolean other = kind.fromQuery()
                || kind.partitionOf().isPresent()
                || kind.persistence() == Persistence.TEMPORARY
                || kind.columns().isEmpty();
        if (keyed || keyedLater || other) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                kind.name() + " has no primary key: its rows cannot be told apart.",
                "Give it one, an identity column if nothing else is unique."));
    }
}
