package dev.belay.rule.lock;

import dev.belay.rule.Rule;
import java.util.List;

/** The rules about locks that others wait for. */
public final class LockRules {

    public static final List<Rule> ALL = List.of();

    private LockRules() {}
}
