package dev.belay.rule.query;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about the application's queries. */
public final class QueryRules {

    public static final List<Rule> ALL = List.of(new QueryOfTheApplicationBreaks(), new QueryBecomesMuchDearer());

    private QueryRules() {}
}
