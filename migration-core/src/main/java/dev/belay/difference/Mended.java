package dev.belay.difference;

import dev.belay.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Statements as pgCodeKeeper writes them, mended where they would lose what need not be lost. Whoever writes statements of
 * it does so by this.
 */
public final class Mended {

    private Mended() {}

    /**
     * {@return the statements in their order: new identities number the rows that are there, sequences go on behind the
     * numbers that are there, foreign keys let go of keys that are dropped, and no value is cut by an explicit cast}
     *
     * @param from the schema that they start from
     * @param connection into a database whose columns have their former types; it is left as it is
     */
    public static List<String> statements(List<String> statements, SchemaSnapshot from, Connection connection) {
        List<String> numbered = ContinuedNumbers.in(DroppedIdentities.first(NewIdentities.joined(statements)), from);
        try {
            return HeldKeys.freed(numbered, connection).stream()
                    .map(sql -> TypeChanges.plain(connection, sql))
                    .toList();
        } catch (SQLException e) {
            throw ScratchSession.silent(e);
        }
    }
}
