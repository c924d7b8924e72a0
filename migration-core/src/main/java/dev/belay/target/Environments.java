package dev.belay.target;

import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code db.environment}. */
final class Environments {

    /** As many typing errors as a word may have to be recognised. */
    private static final int CLOSE = 3;

    private Environments() {}

    /**
     * Reads the value, in lower or upper case.
     *
     * @throws RefusalException listing what is allowed when it is something else, or blank
     */
    static Environment parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(Environment.values())
                .filter(value -> value.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static RefusalException unknown(String name) {
        String allowed =
                Arrays.stream(Environment.values()).map(Environment::toString).collect(Collectors.joining(", "));
        String what = name.isEmpty() ? "db.environment is there but blank" : "db.environment is not known: " + name;
        return new RefusalException(Problem.of(
                what,
                "Set it to one of " + allowed + "."
                        + suggestion(name).map(s -> " Did you mean " + s + "?").orElse("")));
    }

    private static Optional<Environment> suggestion(String name) {
        return Arrays.stream(Environment.values())
                .filter(value -> !name.isEmpty())
                .filter(value -> value.toString().startsWith(name) || distance(value.toString(), name) <= CLOSE)
                .min(Comparator.comparingInt(value -> distance(value.toString(), name)));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
