package dev.belay.command;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
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
                schemaNow(eyes, database),
                Soundness.read(eyes));
    }

    /** {@return its schema now, all of it but the history table} */
    static SchemaSnapshot schemaNow(Connection eyes, OpenDatabase database) {
        return SnapshotReader.read(eyes, Set.of(database.migrations().historyTable()));
    }

    /** @throws RefusalException when somebody has changed the schema by hand since */
    void requireUnmoved(Connection eyes, OpenDatabase database) {
        SchemaSnapshot now = schemaNow(eyes, database);
        if (!now.equals(schema)) {
            throw new RefusalException(Problem.of(
                            "somebody has changed the schema since the run began",
                            "find out who; then run the goal again")
                    .withDetails(SchemaDiff.between(schema, now).lines())
                    .withState("The database is as that somebody left it; nothing was applied."));
        }
    }
}
