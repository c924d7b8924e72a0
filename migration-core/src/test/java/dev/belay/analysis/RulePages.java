package dev.belay.analysis;

import dev.belay.finding.Severity;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.Rule;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsRule;
import dev.belay.rule.TraceRule;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the reference: a page for each rule, and an index. */
final class RulePages {

    static final String INDEX = "README.md";

    private static final String GENERATED =
            "<!-- Generated from the rules; to change it, change them and run what RulePagesTest says. -->\n";

    private final List<Rule> rules;
    private final Map<Integer, String> hazards;

    /** @param hazards the rows of the catalogue of hazards, by number */
    RulePages(Collection<Rule> rules, Map<Integer, String> hazards) {
        this.rules = rules.stream().sorted(Comparator.comparing(Rule::id)).toList();
        this.hazards = new TreeMap<>(hazards);
    }

    /** {@return the text of each file by its name} */
    Map<String, String> files() {
        var files = new TreeMap<String, String>();
        rules.forEach(rule -> files.put(file(rule), page(rule)));
        files.put(INDEX, index());
        return files;
    }

    private static String file(Rule rule) {
        return rule.id() + ".md";
    }

    private String page(Rule rule) {
        RuleDoc doc = rule.doc();
        return GENERATED + "# " + doc.id() + "\n\n"
                + "**" + doc.severity() + "** · " + seen(rule) + hazardsOf(doc) + "\n\n"
                + "**When:** " + text(doc.condition()) + "\n\n"
                + "**What happens:** " + text(doc.effect()) + "\n\n"
                + "**Instead:** " + text(doc.alternative()) + "\n\n"
                + "## Found\n" + example(doc.bad()) + "\n"
                + "## Not found\n" + example(doc.good()) + "\n"
                + "## To live with it\n" + exceptions(rule);
    }

    private static String seen(Rule rule) {
        if (rule instanceof TraceRule || rule instanceof CatalogueRule) {
            return "seen when the scripts run on the scratch server";
        }
        return rule instanceof ScriptsRule
                ? "read from the scripts' names and their history"
                : "read from the script's text";
    }

    private String hazardsOf(RuleDoc doc) {
        return doc.hazards().isEmpty()
                ? ""
                : " · [hazard](" + INDEX + "#hazards) "
                        + doc.hazards().stream()
                                .map(number -> number + ", " + text(hazards.getOrDefault(number, "?")))
                                .collect(Collectors.joining("; "));
    }

    private static String exceptions(Rule rule) {
        String here = rule instanceof ScriptsRule || rule instanceof CatalogueRule ? "" : """
                  To accept one finding, say why above its statement; `until 2027-01-31` ends it:
                  ```sql
                  -- db:allow %s: <reason>
                  ```
                  """;
        return (here + """
                For all scripts, `off` or another severity, typed as `-Ddb.rules.%s=off` or in the POM:
                ```xml
                <rules>
                  <%s>off</%s>
                </rules>
                ```
                """).replace("%s", rule.id().value());
    }

    private static String example(String sql) {
        return "```sql\n" + sql.strip() + "\n```\n";
    }

    private String index() {
        var text = new StringBuilder(GENERATED)
                .append("# Rules of db:check\n\n")
                .append(
                        "A rule is named after its verdict. Severities: **high** loses data, breaks running clients, blocks"
                                + " reads or writes of an existing table for a time that grows with its size, or leaves the"
                                + " database; **medium** may fail on data, needs an order of deployments, blocks for a short"
                                + " fixed time, or cannot be undone; **low** is advice.\n");
        Arrays.stream(Severity.values()).sorted(Comparator.reverseOrder()).forEach(severity -> {
            List<Rule> those = rules.stream()
                    .filter(rule -> rule.doc().severity() == severity)
                    .toList();
            if (!those.isEmpty()) {
                text.append("\n## ").append(severity).append("\n| rule | when | hazards |\n| --- | --- | --- |\n");
                those.forEach(rule -> text.append("| " + link(rule) + " | "
                        + text(rule.doc().condition()).replace("|", "\\|") + " | " + numbers(rule) + " |\n"));
            }
        });
        text.append("\n## Hazards\nWhat makes a migration dangerous, and the rules that see it.\n\n")
                .append("| | hazard | rules |\n| --- | --- | --- |\n");
        hazards.forEach((number, hazard) ->
                text.append("| " + number + " | " + text(hazard).replace("|", "\\|") + " | " + of(number) + " |\n"));
        return text.toString();
    }

    private static String link(Rule rule) {
        return "[" + rule.id() + "](" + file(rule) + ")";
    }

    private static String numbers(Rule rule) {
        return rule.doc().hazards().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private String of(int hazard) {
        return rules.stream()
                .filter(rule -> rule.doc().hazards().contains(hazard))
                .map(RulePages::link)
                .collect(Collectors.joining(", "));
    }

    /** Backticks are the rules' own; what else Markdown would read is text. */
    private static String text(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("__", "\\_\\_");
    }
}
