package dev.belay.script;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A migration's version, read and ordered as Flyway does: numbers separated by dots or underscores, trailing zeros
 * without meaning ({@code 1.0} equals {@code 1}).
 */
public final class Version implements Comparable<Version> {

    private static final Pattern SYNTAX = Pattern.compile("\\d+([._]\\d+)*");

    private final String text;
    private final List<BigInteger> parts;

    private Version(String text) {
        this.text = text;
        this.parts = Arrays.stream(text.split("\\.")).map(BigInteger::new).toList();
    }

    /**
     * Reads a version.
     *
     * @param text such as {@code 1}, {@code 2.1} or {@code 20260101_1200}
     * @return empty when the text is not a version
     */
    public static Optional<Version> parse(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new Version(text.replace('_', '.'))) : Optional.empty();
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
