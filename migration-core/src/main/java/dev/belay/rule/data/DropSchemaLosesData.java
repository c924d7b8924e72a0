package dev.belay.rule.data;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.StatementRule;
import dev.belay.script.ObjectType;
import dev.belay.script.StatementKind.DropObjects;
import java.util.List;

/** DROP SCHEMA of a schema that is not new. */
public final class DropSchemaLosesData implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("drop-schema-loses-data"),
            List.of(34, 36),
            Severity.HIGH,
            "DROP SCHEMA names a schema that was there before the pending scripts.",
            "With CASCADE everything in it is lost, and what depends on that in other schemas. Without, PostgreSQL refuses"
                    + " unless the schema is empty (PostgreSQL manual, DROP SCHEMA), so the upgrade may stop there.",
            "Drop each object by its name, so that the script says what goes; then the schema, without CASCADE.",
            "DROP SCHEMA reporting CASCADE;",
            "ALTER SCHEMA reporting RENAME TO reporting_unused;");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        if (!(context.kind() instanceof DropObjects drop) || drop.type() != ObjectType.SCHEMA) {
            return List.of();
        }
        return drop.names().stream()
                .filter(schema -> !context.lifespans().isNewSchema(schema.name()))
                .map(schema -> drop.cascade() ? loses(context, schema.name()) : mayFail(context, schema.name()))
                .toList();
    }

    private Finding loses(RuleContext context, String schema) {
        return context.finding(
                this,
                "DROP SCHEMA ... CASCADE loses every table in " + schema
                        + " with its rows, and all that depends on them in other schemas.",
                "Drop each object by its name in a later release than the last code that uses it; then the schema, without"
                        + " CASCADE.");
    }

    private Finding mayFail(RuleContext context, String schema) {
        return context.finding(
                this,
                Severity.MEDIUM,
                "DROP SCHEMA fails unless " + schema + " is empty on every database.",
                "Drop what is in it by name before.");
    }
}
