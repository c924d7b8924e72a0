package dev.belay.migrate.settings;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Resolves Spring's <code>${name}</code> and <code>${name:default}</code>, also inside of each other. */
final class SpringPlaceholders {

    private final Function<String, String> lookup;

    /** @param lookup gives a name's value, or {@code null} */
    SpringPlaceholders(Function<String, String> lookup) {
        this.lookup = lookup;
    }

    /**
     * A resolved value.
     *
     * @param value with everything replaced that could be
     * @param missing a name that is not set and has no default
     */
    record Resolved(String value, Optional<String> missing) {}

    Resolved resolve(String text) {
        return resolve(text, new HashSet<>());
    }

    private Resolved resolve(String text, Set<String> visiting) {
        var result = new StringBuilder();
        Optional<String> missing = Optional.empty();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            int close = open < 0 ? -1 : closing(text, open + 2);
            if (close < 0) {
                break;
            }
            result.append(text, at, open);
            Resolved one = reference(text.substring(open + 2, close), visiting);
            result.append(one.value());
            missing = missing.or(one::missing);
            at = close + 1;
        }
        return new Resolved(result.append(text.substring(at)).toString(), missing);
    }

    private Resolved reference(String reference, Set<String> visiting) {
        Resolved inner = resolve(reference, visiting);
        String whole = inner.value();
        String value = lookup.apply(whole);
        int colon = whole.indexOf(':');
        String name = colon < 0 ? whole : whole.substring(0, colon);
        if (value == null && colon >= 0) {
            value = lookup.apply(name);
        }
        if (value == null && colon >= 0) {
            return new Resolved(whole.substring(colon + 1), inner.missing());
        }
        if (value == null || !visiting.add(name)) {
            return new Resolved("${" + whole + "}", Optional.of(name));
        }
        Resolved resolved = resolve(value, visiting);
        visiting.remove(name);
        return resolved;
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                depth++;
            } else if (text.charAt(i) == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
