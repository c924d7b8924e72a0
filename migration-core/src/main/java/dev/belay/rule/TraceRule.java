package dev.belay.rule;

import dev.belay.finding.Finding;
import java.util.List;

/** A rule about what a statement did on the scratch server, for what its text does not say. */
public non-sealed interface TraceRule extends Rule {

    /** {@return what is dangerous about what was observed, mostly nothing} */
    List<Finding> check(TraceContext context);
}
