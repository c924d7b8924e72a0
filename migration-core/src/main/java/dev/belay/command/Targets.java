package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.migrate.StampTarget;
import dev.belay.migrate.UpTarget;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.Version;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code db.target}; each direction refuses the other's forms. */
public final class Targets {

    private static final Pattern STEP_UP = Pattern.compile("\\+(\\d{1,9})");
    private static final Pattern STEP_DOWN = Pattern.compile("-(\\d{1,9})");

    private Targets() {}

    /**
     * Reads the target of an upgrade: a version, {@code latest} (also when there is none), or {@code +N}.
     *
     * @throws RefusalException for anything else
     */
    public static UpTarget up(Optional<String> text) {
        String value = text.map(String::strip).filter(t -> !t.isEmpty()).orElse("latest");
        if (value.equalsIgnoreCase("latest")) {
            return new UpTarget.Latest();
        }
        var step = STEP_UP.matcher(value);
        if (step.matches()) {
            return new UpTarget.Step(positive(value, step.group(1)));
        }
        if (STEP_DOWN.matcher(value).matches() || value.equalsIgnoreCase("base")) {
            throw refused(
                    "db.target=" + value + " is a way down; an upgrade goes to a version, latest, or +N",
                    "mvn db:downgrade -Ddb.target=" + value);
        }
        return new UpTarget.To(version(value, "a version such as 7 or 7.1, latest, or +N"));
    }

    /**
     * Reads the target of a downgrade: a version, {@code -N} or {@code base}.
     *
     * @throws RefusalException for anything else, and when there is none
     */
    public static DownTarget down(Optional<String> text) {
        String value = text.map(String::strip)
                .filter(t -> !t.isEmpty())
                .orElseThrow(() -> refused(
                        "a downgrade needs to be told how far: db.target is not set",
                        "mvn db:downgrade -Ddb.target=<version>   or -Ddb.target=-1 for the last one, or base for all;"
                                + "  mvn db:history  shows the versions"));
        if (value.equalsIgnoreCase("base")) {
            return new DownTarget.Base();
        }
        var step = STEP_DOWN.matcher(value);
        if (step.matches()) {
            return new DownTarget.Step(positive(value, step.group(1)));
        }
        if (STEP_UP.matcher(value).matches() || value.equalsIgnoreCase("latest")) {
            throw refused(
                    "db.target=" + value + " is a way up; a downgrade goes to a version, -N, or base",
                    "mvn db:upgrade -Ddb.target=" + value);
        }
        return new DownTarget.To(version(value, "a version such as 7 or 7.1, -N, or base"));
    }

    /**
     * Reads the target of a stamp: a version, {@code latest} or {@code base}.
     *
     * @throws RefusalException for anything else, and when there is none
     */
    public static StampTarget stamp(Optional<String> text) {
        String value = text.map(String::strip)
                .filter(t -> !t.isEmpty())
                .orElseThrow(() -> refused(
                        "a stamp needs to be told which version the database is at: db.target is not typed",
                        "mvn db:stamp -Ddb.target=<version>   or latest, or base for none;"
                                + "  mvn db:history  shows the versions"));
        if (value.equalsIgnoreCase("latest")) {
            return new StampTarget.Latest();
        }
        return value.equalsIgnoreCase("base")
                ? new StampTarget.Base()
                : new StampTarget.To(version(value, "a version such as 7 or 7.1, latest, or base"));
    }

    private static int positive(String value, String digits) {
        int count = Integer.parseInt(digits);
        if (count == 0) {
            throw refused("db.target=" + value + " asks for no script at all", "give a number from 1 up");
        }
        return count;
    }

    private static Version version(String value, String allowed) {
        return Version.parse(value)
                .orElseThrow(() -> refused("db.target=" + value + " is not a target", "give " + allowed));
    }

    private static RefusalException refused(String what, String next) {
        return new RefusalException(Problem.of(what, next).withState("No database was touched."));
    }
}
