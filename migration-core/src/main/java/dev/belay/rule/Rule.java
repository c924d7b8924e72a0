package dev.belay.rule;

import dev.belay.finding.RuleId;

/** One way in which a script can be dangerous. Without state: one instance serves all checks, from any thread. */
public sealed interface Rule
        permits StatementRule, TraceRule, CatalogueRule, TextRule, ScriptsRule, AllowanceRule, QueryRule {

    /** {@return what it is about} */
    RuleDoc doc();

    /** {@return its name} */
    default RuleId id() {
        return doc().id();
    }
}
