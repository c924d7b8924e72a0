package dev.belay.validation;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What scripts must leave whole, whatever they do: no index invalid that was not, foreign keys that hold. A constraint that
 * is not validated is what the first of two safe scripts leaves, and only told.
 *
 * @param wrong a line for each thing that must not be so
 * @param warnings what people should know, and what could not be looked at
 */
public record Integrity(List<String> wrong, List<String> warnings) {

    /** For all foreign keys together. */
    private static final Duration FOREIGN_KEYS = Duration.ofSeconds(30);

    public Integrity {
        wrong = List.copyOf(wrong);
        warnings = List.copyOf(warnings);
    }

    /**
     * Looks at the database as it is now; for half a minute at most, as far as rows are read.
     *
     * @param connection in auto-commit mode, and left so
     * @param before how the scripts found it
     * @throws dev.belay.outcome.EnvironmentException when the server does not answer
     */
    public static Integrity since(Soundness before, Connection connection) {
        Soundness now = Soundness.read(connection);
        ForeignKeys keys = ForeignKeys.check(connection, Optional.empty(), FOREIGN_KEYS);
        var wrong = new ArrayList<>(now.indexesWorseThan(before));
        wrong.addAll(keys.broken());
        var warnings = new ArrayList<>(now.constraintsWorseThan(before));
        if (!keys.notChecked().isEmpty()) {
            warnings.add("not checked within " + FOREIGN_KEYS.toSeconds() + " s: foreign keys "
                    + String.join(", ", keys.notChecked()));
        }
        return new Integrity(wrong, warnings);
    }
}
