package dev.belay.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The placeholders that a script may use, with Flyway's rules: names in any case, replaced everywhere, also in comments
 * and strings.
 *
 * @param prefix what begins a placeholder, such as <code>${</code>; empty when nothing is to be replaced
 * @param suffix what ends it
 * @param values by name, Flyway's own such as {@code flyway:defaultSchema} included; names are kept in lower case
 */
public record Placeholders(String prefix, String suffix, Map<String, String> values) {

    /** Replaces nothing. */
    public static final Placeholders NONE = new Placeholders("", "", Map.of());

    public Placeholders {
        if (!prefix.isEmpty() && suffix.isEmpty()) {
            throw new IllegalArgumentException("a placeholder's suffix must not be empty");
        }
        var folded = new HashMap<String, String>();
        values.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
        values = Map.copyOf(folded);
    }

    /** Values between Flyway's default prefix <code>${</code> and suffix <code>}</code>. */
    public static Placeholders of(Map<String, String> values) {
        return new Placeholders("${", "}", values);
    }
}
