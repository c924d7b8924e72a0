package dev.belay.analysis;

import dev.belay.rule.Rule;
import dev.belay.rule.allowance.AllowanceRules;
import dev.belay.rule.cluster.ClusterRules;
import dev.belay.rule.compat.CompatRules;
import dev.belay.rule.data.DataRules;
import dev.belay.rule.history.HistoryRules;
import dev.belay.rule.lock.LockRules;
import dev.belay.rule.query.QueryRules;
import dev.belay.rule.rewrite.RewriteRules;
import dev.belay.rule.style.StyleRules;
import dev.belay.rule.traced.TracedRules;
import java.util.List;
import java.util.stream.Stream;

/** The catalogue: every rule there is. A rule that is in none of these lists does not exist. */
public final class Rules {

    public static final List<Rule> ALL = Stream.of(
                    DataRules.ALL,
                    HistoryRules.ALL,
                    LockRules.ALL,
                    RewriteRules.ALL,
                    CompatRules.ALL,
                    ClusterRules.ALL,
                    StyleRules.ALL,
                    TracedRules.ALL,
                    QueryRules.ALL,
                    AllowanceRules.ALL)
            .flatMap(List::stream)
            .toList();

    /** The names of all of them. */
    static final List<String> NAMES =
            ALL.stream().map(rule -> rule.id().value()).toList();

    private Rules() {}
}
