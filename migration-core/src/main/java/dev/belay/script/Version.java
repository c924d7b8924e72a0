package dev.belay.script;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A migration's version, read and ordered as Flyway does: numbers separated by dots or underscores, trailing zeros
 * without meaning ({@code 1.0} equals {@code 1}).
 */
public final class Version implements Comparable<Version> {

    private final String text;
    private final List<BigInteger> parts;

    private Version(String text, List<BigInteger> parts) {
        this.text = text;
        this.parts = parts;
    }

    /**
     * Reads a version.
     *
     * @param text such as {@code 1}, {@code 2.1} or {@code 20260101_1200}
     * @return empty when the text is not a version
     */
    public static Optional<Version> parse(String text) {
        String dotted = text.replace('_', '.');
        var parts = new ArrayList<BigInteger>(3);
        int start = 0;
        for (int i = 0; i <= dotted.length(); i++) {
            if (i == dotted.length() || dotted.charAt(i) == '.') {
                if (i == start) {
                    return Optional.empty();
                }
                parts.add(number(dotted.substring(start, i)));
                start = i + 1;
            } else if (dotted.charAt(i) < '0' || dotted.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(new Version(dotted, List.copyOf(parts)));
    }

    /** Eighteen digits always fit into a long, and most versions are short. */
    private static BigInteger number(String digits) {
        return digits.length() <= 18 ? BigInteger.valueOf(Long.parseLong(digits)) : new BigInteger(digits);
    }

    /**
     * Reads a version that is known to be one.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static Version of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a version: " + text));
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = part(i).compareTo(other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private BigInteger part(int i) {
        return i < parts.size() ? parts.get(i) : BigInteger.ZERO;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        int last = parts.size();
        while (last > 0 && parts.get(last - 1).signum() == 0) {
            last--;
        }
        return parts.subList(0, last).hashCode();
    }

    /** {@return the version as Flyway writes it: with dots} */
    @Override
    public String toString() {
        return text;
    }
}
