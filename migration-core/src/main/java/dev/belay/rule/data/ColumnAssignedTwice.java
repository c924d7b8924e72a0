package dev.belay.rule.data;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.parse.AssignedColumns;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import java.util.List;
import java.util.Optional;

/** An INSERT or UPDATE that names a column twice. */
public final class ColumnAssignedTwice implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("column-assigned-twice"),
            List.of(75),
            Severity.HIGH,
            "An INSERT names a column twice, or an UPDATE sets one twice.",
            "The server refuses it: column specified more than once, multiple assignments to same column.",
            "Name it once.",
            "UPDATE orders SET state = 'new', state = 'open' WHERE id = 1;",
            "UPDATE orders SET state = 'open' WHERE id = 1;");

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
        return table(context.kind())
                .flatMap(table -> AssignedColumns.twice(context.part().source())
                        .map(column -> context.finding(
                                        this,
                                        "The column " + column + " is named twice: the server refuses it.",
                                        "Name it once.")
                                .claiming(new Claim.Fails(table))))
                .stream()
                .toList();
    }

    private static Optional<QualifiedName> table(StatementKind kind) {
        if (kind instanceof StatementKind.Insert insert) {
            return Optional.of(insert.table());
        }
        return kind instanceof StatementKind.Update update ? Optional.of(update.table()) : Optional.empty();
    }
}
