package dev.belay.undo;

import dev.belay.schema.SchemaDiff;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What became of an undo script when it was tried: down, and up again.
 *
 * @param verdict the sum of it
 * @param difference from the schema before to that after the way down; empty when it did not get there
 * @param lost columns that stand before and after the versioned script, and were dropped by the undo script
 * @param error what the server said; empty when nothing failed
 * @param unchanged whether the schema is where it was before the trial
 * @param rolledBack whether nothing of it was kept; otherwise the same columns may be others, dropped and made again
 */
public record Trial(
        Verdict verdict,
        Optional<SchemaDiff> difference,
        List<String> lost,
        Optional<Failure> error,
        boolean unchanged,
        boolean rolledBack) {

    /**
     * Why a statement, or the way up, did not end as it should.
     *
     * @param state the server's error code; blank when it was no error of the server
     * @param message for people
     */
    public record Failure(String state, String message) {

        static Failure of(SQLException e) {
            return new Failure(
                    e.getSQLState() == null ? "" : e.getSQLState(),
                    e.getMessage().replace('\n', ' '));
        }
    }

    /** From the best to the worst. */
    public enum Verdict {
        EXACT,
        COLUMN_ORDER,
        DIFFERS,
        NOT_UP_AGAIN,
        LOSES_ROWS,
        FAILS
    }

    /** {@return whether somebody may run it and rely on it} */
    public boolean isGood() {
        return verdict == Verdict.EXACT || verdict == Verdict.COLUMN_ORDER;
    }
}
