package dev.belay.outcome;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant who typed another. */
public final class DidYouMean {

    /** As many typing errors as a word may have to be recognised. */
    private static final int CLOSE = 3;

    private DidYouMean() {}

    /** {@return the known word that is nearest to the typed one, if any is near; case does not count} */
    public static Optional<String> of(String typed, Collection<String> known) {
        String word = typed.strip().toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(each -> !word.isEmpty() && isNear(each.toLowerCase(Locale.ROOT), word))
                .min(Comparator.<String>comparingInt(each -> distance(each.toLowerCase(Locale.ROOT), word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String known, String word) {
        // of a short word, three errors leave nothing
        return known.startsWith(word) || distance(known, word) <= Math.min(CLOSE, known.length() / 2);
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
