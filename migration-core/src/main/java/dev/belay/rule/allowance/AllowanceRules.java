package dev.belay.rule.allowance;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about {@code db:allow}. */
public final class AllowanceRules {

    public static final List<Rule> ALL = List.of(
            new AllowanceIsMalformed(), new AllowanceNamesNoRule(), new AllowanceHasExpired(), new AllowanceIsUnused());

    private AllowanceRules() {}
}
