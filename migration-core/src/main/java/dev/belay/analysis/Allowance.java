package dev.belay.analysis;

import dev.belay.script.Span;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A comment by which a script accepts findings.
 *
 * @param reading the script
 * @param span the comment's place in the file
 * @param source the comment as written
 * @param statement the number of the statement that it belongs to; empty when there is none
 * @param first whether it stands above everything that the script does, and so counts for the script as a whole
 * @param says what the comment says
 */
record Allowance(
        ScriptReading reading, Span span, String source, Optional<Integer> statement, boolean first, Says says) {

    /** What a comment says that begins as an allowance. */
    sealed interface Says {

        /**
         * @param rule as written, in lower case; there may be none of that name
         * @param until the last day on which it holds; empty for ever
         */
        record Accepts(String rule, String reason, Optional<LocalDate> until) implements Says {}

        /** @param why half a sentence */
        record Malformed(String why) implements Says {}
    }
}
