package dev.belay.validation;

import dev.belay.difference.HistoryTable;
import dev.belay.difference.ScratchSession;
import dev.belay.parse.difference.SchemaModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where both sides of a drift can be asked. The live database is only read.
 *
 * @param replayed opens a session in the scratch database, as the owner of what was made there
 * @param replayedAs that owner
 * @param live opens a session in the live database
 * @param liveAs the role that applies migrations there
 * @param historyTable quoted and qualified
 * @param defaultSchema the first of the search path on the scratch database, not quoted
 * @param timeout of a statement on the scratch database
 */
public record DriftSides(
        Supplier<Connection> replayed,
        Role replayedAs,
        Supplier<Connection> live,
        Role liveAs,
        String historyTable,
        String defaultSchema,
        Duration timeout) {

    /** What Belay makes for itself. */
    private static final Set<String> OWN_SCHEMAS = Set.of("belay", "belay_trace");

    /** {@return what the scratch database has, owned by whoever applies migrations in the live one} */
    SchemaModel scratchModel() {
        SchemaModel model = SchemaModel.read(replayed, OWN_SCHEMAS);
        model.renameRole(replayedAs.name(), liveAs.name());
        return model;
    }

    SchemaModel databaseModel() {
        return SchemaModel.read(live, OWN_SCHEMAS);
    }

    /** {@return the tables that are no part of the comparison, qualified and not quoted} */
    Set<String> ignored() {
        return Set.of(HistoryTable.plain(historyTable));
    }

    /** {@return a session in the scratch database with the search path that Flyway gives to scripts} */
    Connection openReplayed() throws SQLException {
        return ScratchSession.inSchema(replayed.get(), defaultSchema);
    }
}
