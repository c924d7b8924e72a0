package dev.belay.target;

import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.Environment;
import dev.belay.outcome.RefusalException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads {@code db.environment}. */
final class Environments {

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
        List<String> allowed =
                Arrays.stream(Environment.values()).map(Environment::toString).toList();
        String what = name.isEmpty()
                ? "db.environment is there but blank"
                : name.contains("${")
                        ? "db.environment holds a ${...} that nothing resolves"
                        : "db.environment is not known: " + name;
        return TargetRules.refusal(
                what,
                "Set it to one of " + String.join(", ", allowed) + "."
                        + DidYouMean.of(name, allowed)
                                .map(near -> " Did you mean " + near + "?")
                                .orElse(""));
    }
}
