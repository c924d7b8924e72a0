package dev.belay.rule;

import dev.belay.finding.Finding;
import java.util.Optional;

/** A rule about the comments by which scripts accept findings. */
public non-sealed interface AllowanceRule extends Rule {

    /** {@return what is wrong with the comment, mostly nothing} */
    Optional<Finding> check(AllowanceContext context);
}
