package dev.belay.backup;

import dev.belay.outcome.RunId;
import java.util.Optional;
import java.util.regex.Pattern;

/** The comment by which a database that a run has made is known, and the only one by which it is ever dropped. */
public final class DatabaseComment {

    private static final Pattern SYNTAX = Pattern.compile("belay run ([0-9a-f]{8}): .*", Pattern.DOTALL);

    private DatabaseComment() {}

    /**
     * {@return {@code belay run 7f3a09c1: backup of shop}}
     *
     * @param purpose for people
     */
    public static String of(RunId run, String purpose) {
        return "belay run " + run + ": " + purpose;
    }

    /** {@return the run that has made the database; empty when none has} */
    public static Optional<RunId> run(String comment) {
        var matcher = SYNTAX.matcher(comment);
        return matcher.matches() ? Optional.of(new RunId(matcher.group(1))) : Optional.empty();
    }
}
