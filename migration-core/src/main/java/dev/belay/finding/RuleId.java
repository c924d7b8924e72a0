package dev.belay.finding;

import java.util.regex.Pattern;

/**
 * The name of a rule: a verdict in kebab case, such as {@code drop-column-loses-data}.
 *
 * @param value lower-case words joined by hyphens
 */
public record RuleId(String value) implements Comparable<RuleId> {

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public RuleId {
        if (!KEBAB.matcher(value).matches()) {
            throw new IllegalArgumentException("not a rule name: " + value);
        }
    }

    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
