package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import java.util.List;
import java.util.stream.Collectors;

/** A change to roles, databases or their settings that the statement's text does not show. */
public final class ServerIsChanged implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("server-is-changed"),
            List.of(85),
            Severity.HIGH,
            "On the scratch server a statement wrote to a catalogue of the whole server: roles, databases, tablespaces or"
                    + " their settings.",
            "It reaches every database of the server, is not undone with this one, and is in no backup of it.",
            "Keep it where the server is set up, apart from migrations.",
            """
            DO $$
            BEGIN
              EXECUTE format('CREATE ROLE %I', 'reader_of_' || current_database());
            END $$;
            """,
            "GRANT USAGE ON SCHEMA public TO CURRENT_USER;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        if (context.kind() instanceof StatementKind.ClusterWide || isSaid(context)) {
            return List.of();
        }
        String catalogues = context.trace().taken().stream()
                .filter(lock -> lock.mode() == LockMode.ROW_EXCLUSIVE)
                .map(RelationLock::relation)
                .filter(Relation::isCatalogue)
                .map(relation -> relation.name().name())
                .sorted()
                .collect(Collectors.joining(", "));
        return catalogues.isEmpty()
                ? List.of()
                : List.of(context.finding(
                        this,
                        "It writes to " + catalogues
                                + ", which all databases of the server share: it is neither backed up nor undone with"
                                + " this one.",
                        DOC.alternative()));
    }

    private static boolean isSaid(TraceContext context) {
        return context.said().stream()
                .anyMatch(finding -> finding.rule().value().equals("cluster-wide-change"));
    }
}
