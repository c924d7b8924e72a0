package dev.belay.rule;

import dev.belay.finding.Finding;
import java.util.List;

/** A rule about what the pending scripts have made of the catalogue. */
public non-sealed interface CatalogueRule extends Rule {

    /** {@return what is wrong with the outcome, mostly nothing} */
    List<Finding> check(CatalogueContext context);
}
