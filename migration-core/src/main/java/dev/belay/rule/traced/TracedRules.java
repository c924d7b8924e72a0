package dev.belay.rule.traced;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about what only a trace shows. */
public final class TracedRules {

    public static final List<Rule> ALL = List.of();

    private TracedRules() {}
}
