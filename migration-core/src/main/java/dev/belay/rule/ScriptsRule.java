package dev.belay.rule;

import dev.belay.finding.Finding;
import java.util.List;

/** A rule about the scripts as a set: names, versions, what changed. */
public non-sealed interface ScriptsRule extends Rule {

    /** {@return what is wrong with the set, mostly nothing} */
    List<Finding> check(ScriptsContext context);
}
