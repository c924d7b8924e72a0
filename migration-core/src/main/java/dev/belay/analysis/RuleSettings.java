package dev.belay.analysis;

import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.rule.Rule;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a project says about rules: {@code db.rules.<id>} and {@code db.failOn}.
 *
 * @param severities of rules whose findings all get the same severity; empty for a rule that is off
 * @param failOn the lowest severity that fails
 */
public record RuleSettings(Map<RuleId, Optional<Severity>> severities, FailOn failOn) {

    /** Every rule as it is, and a high finding fails. */
    public static final RuleSettings DEFAULT = new RuleSettings(Map.of(), FailOn.HIGH);

    private static final String OFF = "off";

    public RuleSettings {
        severities = Map.copyOf(severities);
    }

    /**
     * Reads what users type.
     *
     * @param rules by rule name: {@code off}, {@code low}, {@code medium} or {@code high}
     * @param failOn {@code low}, {@code medium}, {@code high} or {@code never}; empty for the default, high
     * @throws RefusalException naming the nearest known name for an unknown one
     */
    public static RuleSettings parse(Map<String, String> rules, Optional<String> failOn) {
        var severities = new HashMap<RuleId, Optional<Severity>>();
        rules.forEach((name, value) -> severities.put(rule(name), severity("db.rules." + name, value)));
        return new RuleSettings(severities, failOn.map(RuleSettings::failOn).orElse(FailOn.HIGH));
    }

    /** {@return the rules that are not switched off} */
    public List<Rule> on(List<Rule> rules) {
        return rules.stream().filter(this::isOn).toList();
    }

    /** {@return whether the rule is not switched off} */
    boolean isOn(Rule rule) {
        return severities.getOrDefault(rule.id(), Optional.of(Severity.LOW)).isPresent();
    }

    /** {@return the finding with the severity that the project wants} */
    Finding apply(Finding finding) {
        return severities
                .getOrDefault(finding.rule(), Optional.of(finding.severity()))
                .map(finding::withSeverity)
                .orElse(finding);
    }

    private static RuleId rule(String name) {
        List<String> known = Rules.ALL.stream().map(rule -> rule.id().value()).toList();
        if (!known.contains(name.strip())) {
            throw unknown("db.rules." + name + " names no rule", name, known);
        }
        return new RuleId(name.strip());
    }

    private static Optional<Severity> severity(String property, String value) {
        String wanted = value.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals(OFF)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Severity.values())
                .filter(severity -> severity.toString().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        unknown(property + " is \"" + value + "\"", wanted, List.of(OFF, "low", "medium", "high"))));
    }

    private static FailOn failOn(String value) {
        String wanted = value.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(FailOn.values())
                .filter(each -> each.toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "db.failOn is \"" + value + "\"",
                        wanted,
                        Arrays.stream(FailOn.values()).map(FailOn::toString).toList()));
    }

    private static RefusalException unknown(String what, String wanted, Collection<String> known) {
        String next = DidYouMean.of(wanted, known)
                .map(nearest -> "Did you mean " + nearest + "? ")
                .orElse("");
        return new RefusalException(Problem.of(what + ".", next + "Known: " + String.join(", ", known) + "."));
    }
}
