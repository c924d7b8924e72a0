package dev.belay.outcome;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a test of undo scripts can find: what {@code db.test.failOn} may name. */
public enum TestFlaw {
    /** The undo script brings the schema back, but for the order of columns in a table. */
    COLUMN_ORDER,
    /** The undo script leaves another schema than was there before. */
    DIFFERS,
    /** The server refuses the undo script. */
    UNDO_FAILS,
    /** After the undo script the script does not run again, or makes another schema. */
    NOT_AGAIN,
    /** There is no undo script. */
    NO_UNDO,
    /** The server refuses the script itself. */
    UP_FAILS,
    /** Rows or values that seed files had brought are gone after up and down. */
    ROWS_LOST,
    /** Each pair may be well, but all the undo scripts one after the other, and the scripts again, are not. */
    CHAIN;

    private static final String NEVER = "never";

    /** What fails a build that does not say otherwise: everything but the order of columns. */
    public static final Set<TestFlaw> DEFAULT =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(COLUMN_ORDER)));

    /**
     * Reads what users type.
     *
     * @param names separated by commas, in any case, with dashes or underscores; or {@code never}
     * @throws RefusalException for a name that is not known, with the nearest that is
     */
    public static Set<TestFlaw> parse(String names) {
        var flaws = EnumSet.noneOf(TestFlaw.class);
        for (String typed : names.split(",")) {
            String name = typed.strip().toLowerCase(Locale.ROOT).replace('_', '-');
            if (!name.isEmpty() && !name.equals(NEVER)) {
                flaws.add(of(name));
            }
        }
        return Collections.unmodifiableSet(flaws);
    }

    private static TestFlaw of(String name) {
        return Arrays.stream(values())
                .filter(flaw -> flaw.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static RefusalException unknown(String name) {
        List<String> known = Arrays.stream(values()).map(TestFlaw::toString).toList();
        return new RefusalException(Problem.of(
                "db.test.failOn names what no test finds: " + name,
                DidYouMean.of(name, known)
                        .map(nearest -> "Did you mean " + nearest + "?")
                        .orElse("Use " + String.join(", ", known) + " or " + NEVER + ".")));
    }

    /** {@return the name as users type it: {@code undo-fails}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
