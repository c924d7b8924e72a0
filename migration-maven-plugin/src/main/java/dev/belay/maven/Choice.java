package dev.belay.maven;

import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads parameters that take one of a few words. */
final class Choice {

    private Choice() {}

    /**
     * {@return whether a switch is on; one that nobody sets is off}
     *
     * @throws RefusalException when it is neither true nor false, but blank, unresolved or something else
     */
    static boolean truth(String property, Optional<String> value) {
        return value.map(String::strip)
                .filter(text -> !text.equalsIgnoreCase("false"))
                .map(text -> {
                    if (text.equalsIgnoreCase("true")) {
                        return true;
                    }
                    String what = text.isEmpty()
                            ? property + " is there but blank"
                            : property + " is neither true nor false: " + text;
                    throw new RefusalException(
                            Problem.of(what, "Set " + property + " to true or false, or leave it out."));
                })
                .orElse(false);
    }

    /**
     * {@return the constant that a value names, in any case}
     *
     * @throws RefusalException with the words that are allowed when it is none of them
     */
    static <E extends Enum<E>> E of(String property, Optional<String> value, E fallback) {
        return of(property, value, fallback, '_', List.of());
    }

    /**
     * {@return the same}
     *
     * @param between what is between the parts of a word that has some: {@code same-server}, {@code pg_dump}
     * @param others words that are allowed too, and have been read before
     */
    static <E extends Enum<E>> E of(
            String property, Optional<String> value, E fallback, char between, List<String> others) {
        if (value.isEmpty()) {
            return fallback;
        }
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        List<String> words = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', between))
                .toList();
        List<String> allowed = Stream.concat(words.stream(), others.stream()).toList();
        int index = words.indexOf(value.get().toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new RefusalException(Problem.of(
                    property + " is not known: " + value.get(),
                    "Set it to one of " + String.join(", ", allowed) + "."
                            + DidYouMean.of(value.get(), allowed)
                                    .map(near -> " Did you mean " + near + "?")
                                    .orElse("")));
        }
        return constants[index];
    }
}
