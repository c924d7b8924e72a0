package dev.belay.command;

import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.validation.Soundness;
import java.sql.Connection;
import java.util.Set;

/**
 * How a database was before a run changed it.
 *
 * @param rank the highest of the history's rows; 0 when it has none
 * @param schema all of it but the history table
 * @param soundness what was unfinished already
 */
record Before(int rank, SchemaSnapshot schema, Soundness soundness) {

    /** {@return how it is now} */
    static Before read(Connection eyes, OpenDatabase database) {
        return new Before(
                database.migrations().history().entries().stream()
                        .mapToInt(entry -> entry.installedRank().orElse(0))
                        .max()
                        .orElse(0),
                SnapshotReader.read(eyes, Set.of(database.migrations().historyTable())),
                Soundness.read(eyes));
    }
}
