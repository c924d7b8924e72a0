package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.ObjectChange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a statement drops without naming it: by CASCADE, or in code. */
public final class UnnamedObjectsAreDropped implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("unnamed-objects-are-dropped"),
            List.of(32, 33, 34, 35, 36, 73),
            Severity.HIGH,
            "On the scratch server a statement dropped tables, columns, views or functions that it does not name: by"
                    + " CASCADE, or in a DO block or a function.",
            "What they held is lost; whatever uses them fails.",
            "Drop each by its name, so that a reader sees what goes.",
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY);
            CREATE VIEW sales AS SELECT id FROM orders;
            --- V2__drop.sql
            DROP TABLE orders CASCADE;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE orders (id bigint PRIMARY KEY);
            CREATE VIEW sales AS SELECT id FROM orders;
            --- V2__drop.sql
            DROP VIEW sales;
            """);

    private static final Set<String> HOLD_ROWS = Set.of("table", "table column", "materialized view", "foreign table");

    private static final Set<String> USED =
            Set.of("view", "function", "procedure", "aggregate", "domain", "extension", "schema");

    private static final int SHOWN = 8;

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        boolean code =
                context.kind() instanceof StatementKind.DoBlock || context.kind() instanceof StatementKind.Select;
        List<ObjectChange> dropped = context.trace().changes().stream()
                .filter(change -> change.action() == ObjectChange.Action.DROPPED)
                .filter(change -> HOLD_ROWS.contains(change.type()) || USED.contains(change.type()))
                .filter(change -> code ? existed(context, change) : !change.original() && !isNamed(context, change))
                .toList();
        if (dropped.isEmpty()) {
            return List.of();
        }
        boolean rows = dropped.stream().anyMatch(change -> HOLD_ROWS.contains(change.type()));
        String names = dropped.stream()
                .limit(SHOWN)
                .map(change -> change.type() + " " + change.identity())
                .collect(Collectors.joining(", "));
        int more = dropped.size() - Math.min(SHOWN, dropped.size());
        return List.of(context.finding(
                this,
                rows ? Severity.HIGH : Severity.MEDIUM,
                (code ? "Its code drops " : "With what it names go ") + names
                        + (more > 0 ? " and " + more + " more" : "") + ".",
                "Drop each by its name, so that a reader sees what goes."));
    }

    private static boolean existed(TraceContext context, ObjectChange change) {
        return !change.type().equals("table")
                || context.before().tables().values().stream().anyMatch(table -> change.drops(table.name()));
    }

    private static boolean isNamed(TraceContext context, ObjectChange change) {
        String last = change.identity()
                .replaceAll("\\(.*", "")
                .replaceAll(".*\\.", "")
                .replace("\"", "");
        return context.statement().source().toLowerCase(Locale.ROOT).contains(last.toLowerCase(Locale.ROOT));
    }
}
