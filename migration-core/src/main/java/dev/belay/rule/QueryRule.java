package dev.belay.rule;

import dev.belay.finding.Finding;
import java.util.List;

/** A rule about what the pending scripts do to the application's queries, tried on the scratch server. */
public non-sealed interface QueryRule extends Rule {

    /** {@return what is wrong, mostly nothing} */
    List<Finding> check(QueryContext context);
}
