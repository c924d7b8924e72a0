package dev.belay.backup;

import dev.belay.outcome.RunId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The comment by which a database that a run has made is known, and the only one by which it is ever dropped:
 * {@code belay run 7f3a09c1: backup of shop}.
 *
 * @param run the run that has made it
 * @param purpose what it is
 * @param original the database that it was made from
 */
public record DatabaseComment(RunId run, Purpose purpose, String original) {

    private static final Pattern SYNTAX = Pattern.compile("belay run ([0-9a-f]{8}): (.*)", Pattern.DOTALL);

    /** What a run makes a database for. */
    public enum Purpose {
        /** It is kept with its manifest. */
        BACKUP("backup of "),
        /** It goes when its run ends. */
        RESTORED("restored from a backup of "),
        /** It did not come into the place of the original, and people decide what becomes of it. */
        KEPT("kept since its restore, from a backup of "),
        /** It is being put in the place of the original, which lets nobody in meanwhile. */
        SUCCESSOR("about to take the place of ");

        private final String words;

        Purpose(String words) {
            this.words = words;
        }
    }

    /** {@return the run that has made the database; empty when none has} */
    public static Optional<RunId> run(String comment) {
        var matcher = SYNTAX.matcher(comment);
        return matcher.matches() ? Optional.of(new RunId(matcher.group(1))) : Optional.empty();
    }

    /** {@return all that a comment says; empty when it is not one of ours} */
    public static Optional<DatabaseComment> parse(String comment) {
        var matcher = SYNTAX.matcher(comment);
        if (matcher.matches()) {
            for (Purpose purpose : Purpose.values()) {
                if (matcher.group(2).startsWith(purpose.words)) {
                    String original = matcher.group(2).substring(purpose.words.length());
                    return Optional.of(new DatabaseComment(new RunId(matcher.group(1)), purpose, original));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "belay run " + run + ": " + purpose.words + original;
    }
}
