package dev.belay.rule.style;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.NewColumns;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.Sql;
import dev.belay.rule.StatementRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** CREATE TABLE or ADD COLUMN with char(n) or timestamp without time zone. */
public final class TypeIsSecondBest implements StatementRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("type-is-second-best"),
            List.of(68),
            Severity.LOW,
            "A new column is char(n), or timestamp without time zone.",
            "char(n) is filled with blanks; a timestamp without time zone does not say which moment"
                    + " it means (\"Don't Do This\", PostgreSQL wiki).",
            "text with a CHECK on its length; timestamptz.",
            "CREATE TABLE note (id bigint PRIMARY KEY, created timestamp);",
            "CREATE TABLE note (id bigint PRIMARY KEY, created timestamptz);");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(RuleContext context) {
        NewColumns made = NewColumns.of(context.kind());
        return made.columns().stream()
                .filter(column -> advice(column.type()).isPresent())
                .findFirst()
                .map(column -> context.finding(
                        this,
                        made.table() + "." + column.name() + " is " + column.type() + ".",
                        advice(column.type()).orElseThrow()))
                .stream()
                .toList();
    }

    private static Optional<String> advice(String type) {
        String base = Sql.baseType(type);
        boolean zoned = type.toLowerCase(Locale.ROOT).contains("with time zone");
        if (base.equals("char") || base.equals("character") || base.equals("bpchar")) {
            return Optional.of("It is filled with blanks; make it text, with a CHECK on its length.");
        }
        return base.startsWith("timestamp") && !base.startsWith("timestamptz") && !zoned
                ? Optional.of("It does not say which moment it means; make it timestamptz.")
                : Optional.empty();
    }
}
