package dev.belay.server;

import dev.belay.outcome.RunId;
import java.time.Instant;
import java.util.Locale;

/**
 * The names of what a run makes on a server that it shares with others: when and by whom is part of them, so that a
 * later run can tell what a killed one left.
 *
 * @param started by the server's clock
 * @param run whose sessions bear the same number in their {@code application_name} as long as it lives
 */
record ScratchName(Instant started, RunId run) {

    /** Databases that a run drops when it ends. */
    static final String DATABASE_PATTERN = "^belay_(check|filling)_[0-9a-f]{8}_[0-9a-f]{8}$";

    /** Login roles that a run drops when it ends. */
    static final String ROLE_PATTERN = "^belay_scratch_[0-9a-f]{8}_[0-9a-f]{8}$";

    /** Databases with a content, which later runs copy. */
    static final String FILLED_PATTERN = "^belay_filled_[0-9a-f]{40}$";

    static final String FILLED_PREFIX = "belay_filled_";

    /** {@return a copy's name} */
    String copy() {
        return "belay_check_" + suffix();
    }

    /** {@return the name of a database while it is being filled} */
    String filling() {
        return "belay_filling_" + suffix();
    }

    /** {@return the name of the role that scripts log in as} */
    String role() {
        return "belay_scratch_" + suffix();
    }

    private String suffix() {
        return String.format(Locale.ROOT, "%08x_%s", started.getEpochSecond(), run);
    }
}
