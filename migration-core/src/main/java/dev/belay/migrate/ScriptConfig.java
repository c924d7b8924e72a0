package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptFile;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.configuration.ConfigUtils;

/**
 * What a script's {@code .conf} file says of how to run it.
 *
 * @param executeInTransaction empty: decided by its statements
 * @param encoding empty: the project's
 * @param placeholderReplacement empty: the project's setting
 */
record ScriptConfig(
        Optional<Boolean> executeInTransaction, Optional<Charset> encoding, Optional<Boolean> placeholderReplacement) {

    /** What to do about a file that cannot be used. */
    static final String REMEDY =
            "correct the file: executeInTransaction, encoding and placeholderReplacement can be set there";

    private static final ScriptConfig NONE = new ScriptConfig(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads a script's {@code .conf}.
     *
     * @throws RefusalException naming the file when a value is not one that Flyway would take
     */
    static ScriptConfig of(ScriptFile script) {
        return script.conf().map(text -> read(script, text)).orElse(NONE);
    }

    private static ScriptConfig read(ScriptFile script, String text) {
        try {
            Map<String, String> values = ConfigUtils.loadConfigurationFromReader(new java.io.StringReader(text), true);
            return new ScriptConfig(
                    Optional.ofNullable(values.get("executeInTransaction")).map(v -> truth(script, v)),
                    Optional.ofNullable(values.get("encoding")).map(Charset::forName),
                    Optional.ofNullable(values.get("placeholderReplacement")).map(v -> truth(script, v)));
        } catch (FlywayException | IllegalArgumentException e) {
            throw invalid(script, e.getMessage(), e);
        }
    }

    private static boolean truth(ScriptFile script, String value) {
        return switch (value.trim().toLowerCase(java.util.Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(script, "'" + value + "' is neither true nor false", null);
        };
    }

    private static RefusalException invalid(ScriptFile script, String reason, Throwable cause) {
        return new RefusalException(Problem.of(script.script() + ".conf: " + reason, REMEDY), cause);
    }
}
