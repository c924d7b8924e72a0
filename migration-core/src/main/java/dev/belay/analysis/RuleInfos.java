package dev.belay.analysis;

import dev.belay.finding.RuleInfo;
import java.util.List;
import java.util.Optional;

/** What reports tell of the rules. */
public final class RuleInfos {

    private RuleInfos() {}

    /** {@return all rules; their reference pages are in the documentation, which is not published anywhere yet} */
    public static List<RuleInfo> all() {
        return Rules.ALL.stream().map(rule -> rule.doc().info(Optional.empty())).toList();
    }
}
