package dev.belay.migrate.settings;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The active profiles of a Spring Boot application, and whether an expression of {@code on-profile} holds under them.
 *
 * @param active in the order in which they are activated; the last one's files win
 */
record SpringProfiles(List<String> active) {

    /** Stands for a pair of parentheses that holds; no profile is named so. */
    private static final String TRUE = "\0";

    SpringProfiles {
        active = active.isEmpty() ? List.of("default") : List.copyOf(active);
    }

    /** Whether the document counts under these profiles. */
    boolean accepts(SpringDocument document) {
        List<String> expressions = document.onProfile();
        return expressions.isEmpty() || expressions.stream().anyMatch(this::holds);
    }

    /**
     * Whether an expression of names, {@code !}, {@code &} and {@code |} holds. Spring does not allow {@code &} and
     * {@code |} side by side without parentheses, so their order of evaluation never matters here.
     */
    boolean holds(String expression) {
        String rest = expression.strip();
        if (rest.contains("(")) {
            return holdsNested(rest);
        }
        if (rest.contains("|")) {
            return parts(rest, "\\|").anyMatch(this::holds);
        }
        if (rest.contains("&")) {
            return parts(rest, "&").allMatch(this::holds);
        }
        return rest.startsWith("!") ? !holds(rest.substring(1)) : is(rest);
    }

    /** Replaces each innermost pair of parentheses by a profile that is surely active or surely not. */
    private boolean holdsNested(String expression) {
        String rest = expression;
        int close = rest.indexOf(')');
        while (close >= 0) {
            int open = rest.lastIndexOf('(', close);
            if (open < 0) {
                return false;
            }
            String value = holds(rest.substring(open + 1, close)) ? TRUE : "!" + TRUE;
            boolean negated = open > 0 && rest.charAt(open - 1) == '!';
            String before = rest.substring(0, negated ? open - 1 : open);
            String result = !negated ? value : value.equals(TRUE) ? "!" + TRUE : TRUE;
            rest = before + result + rest.substring(close + 1);
            close = rest.indexOf(')');
        }
        return !rest.contains("(") && holds(rest);
    }

    private boolean is(String name) {
        return TRUE.equals(name) || active.contains(name);
    }

    private static Stream<String> parts(String expression, String operator) {
        return Arrays.stream(expression.split(operator)).map(String::strip);
    }
}
