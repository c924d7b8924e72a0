package dev.belay.server;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Takes the passwords that a command has in its environment out of what it says: a user's own command that fails may print
 * them, as {@code sh -x} does, and what it said last is in logs and reports.
 */
final class Veil {

    /** Those of libpq (libpq-envars) and of the official image. */
    private static final List<String> SECRETS = List.of("PGPASSWORD", "PGSSLPASSWORD", "POSTGRES_PASSWORD");

    /** What is shorter would be found in every other word. */
    private static final int SHORTEST = 3;

    private Veil() {}

    /** {@return what makes a line fit to be shown} */
    static UnaryOperator<String> over(Map<String, String> environment) {
        List<String> hidden = SECRETS.stream()
                .map(environment::get)
                .filter(Objects::nonNull)
                .filter(secret -> secret.length() >= SHORTEST)
                .toList();
        return line -> {
            String shown = line;
            for (String secret : hidden) {
                shown = shown.replace(secret, "***");
            }
            return shown;
        };
    }
}
